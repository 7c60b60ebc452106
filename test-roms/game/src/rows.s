; Makes the world's map rows as the camera climbs: sky, pictures in the sky, lanterns.

GROUND_ROW = (START_CAMERA >> 3) + 16
LANTERN_ROW = (START_CAMERA >> 3) + 12

; Makes the next row above if the camera needs it and VBlank has taken the last one.
; Carry: there are no more rows to make.
make_row:
	ld a, (row_pending)
	or a
	ret nz
	ld hl, #camera
	ld a, (hl+)
	ld h, (hl)
	ld l, a
	ld b, #3
1$:	srl h
	rr l
	dec b
	jr nz, 1$
	dec hl
	dec hl			; two rows of margin
	ld a, (top_row)		; BC = top_row - wanted, in 13 bits
	sub l
	ld c, a
	ld a, (top_row+1)
	sbc a, h
	and #0x1f
	ld b, a
	or c
	scf
	ret z
	bit 4, b
	scf
	ret nz
	ld hl, #top_row
	ld a, (hl+)
	ld h, (hl)
	ld l, a
	dec hl
	ld a, h
	and #0x1f
	ld h, a
	ld (top_row+1), a
	ld a, l
	ld (top_row), a

	and #0x1f		; its place in the map
	swap a
	ld e, a
	and #0xf0
	add a, a
	ld (row_to), a
	ld a, l
	and #0x18
	rrca
	rrca
	rrca
	or #0x98
	ld (row_to+1), a

	push hl
	ld hl, #row_tiles
	ld b, #40
	xor a
2$:	ld (hl+), a
	dec b
	jr nz, 2$
	pop hl

	ld a, h			; the ground?
	cp #>GROUND_ROW
	jr nz, sky_row
	ld a, l
	cp #<GROUND_ROW
	jr c, sky_row
	ld d, #T_SOIL
	jr nz, 3$
	ld d, #T_GRASS
3$:	ld hl, #row_tiles
	ld b, #0
4$:	ld a, b
	and #3
	add a, d
	ld (hl+), a
	inc b
	ld a, b
	cp #20
	jr nz, 4$
	ld a, #4
5$:	ld (hl+), a
	dec b
	jr nz, 5$
	ld a, d
	cp #T_GRASS
	jr nz, row_made
	ld a, #T_FLOWER		; two flowers among the grass
	ld (row_tiles+4), a
	ld (row_tiles+15), a
row_made:
	ld a, #1
	ld (row_pending), a
	or a			; no carry
	ret

sky_row:
	call row_height		; HL = rows above the first lantern
	push hl
	call stars
	pop hl
	call stamp
	call lantern_tiles
	jr row_made

; HL = top_row's height over the first lantern's row, in 13 bits.
row_height:
	ld a, (top_row)
	ld b, a
	ld a, #<LANTERN_ROW
	sub b
	ld l, a
	ld a, (top_row+1)
	ld b, a
	ld a, #>LANTERN_ROW
	sbc a, b
	and #0x1f
	ld h, a
	ret

; The higher, the more stars.
stars:
	ld c, #1
	ld a, h
	and #0x10		; under the lantern
	ret nz
	or h
	jr nz, 1$
	ld a, l
	cp #64
	jr c, 2$
	inc c
	cp #160
	jr c, 2$
1$:	inc c
2$:	call random
	and #0x1f
	cp #20
	jr nc, 4$
	ld hl, #row_tiles
	add a, l
	ld l, a
	call random
	ld b, #T_STAR1
	cp #128
	jr c, 3$
	ld b, #T_STAR2
	cp #245
	jr c, 3$
	ld b, #T_STAR3
3$:	ld (hl), b
4$:	dec c
	jr nz, 2$
	ret

; Pictures in the sky are stored from their lowest row up, as the world is made.
; Each: width, rows, palette, first tile of its lowest row.
stamp_leaves:	.db 3, 2, 4, T_LEAVES + 3
stamp_cloud:	.db 4, 2, 0, T_CLOUD + 4
stamp_moon:	.db 5, 5, 0, T_MOON + 20
stamp_planet:	.db 4, 3, 0, T_PLANET + 8

; HL = this row's height
stamp:
	ld a, (stamp_left)
	or a
	jp nz, stamp_row
	ld a, (stamp_gap)
	or a
	jr z, 1$
	dec a
	ld (stamp_gap), a
	ret
1$:	ld a, h
	cp #0x10
	ret nc
	or a
	jr nz, 4$
	ld a, l
	cp #88
	jr nc, 2$
	cp #8
	ret c
	ld de, #stamp_leaves
	ld bc, #0x0f00		; gap mask 15, column 0
	jr 6$
2$:	cp #224
	jr nc, 3$
	ld de, #stamp_cloud
	call random
	and #0x0f
	ld c, a
	ld b, #7
	jr 6$
3$:	ld b, #15
	jr 5$
4$:	cp #1
	jr nz, 5$
	ld a, l
	cp #44			; the moon is 300 rows up
	jr c, 3$
	ld a, (moon_done)
	or a
	jr nz, 5$
	inc a
	ld (moon_done), a
	ld de, #stamp_moon
	ld bc, #0x3f07
	jr 6$
5$:	ld b, #31
	ld a, h
	or a
	ld de, #stamp_planet
	jr nz, 7$
	ld de, #stamp_cloud
7$:	call random
	and #0x0f
	ld c, a
6$:	call random
	and b
	add a, #4
	ld (stamp_gap), a
	ld a, c
	ld (stamp_column), a
	ld a, (de)
	ld (stamp_width), a
	inc de
	ld a, (de)
	ld (stamp_left), a
	inc de
	ld a, (de)
	ld (stamp_palette), a
	inc de
	ld a, (de)
	ld (stamp_from), a

stamp_row:
	ld hl, #stamp_left
	dec (hl)
	ld a, (stamp_column)
	ld c, a
	ld b, #0
	ld hl, #row_tiles
	add hl, bc
	ld a, (stamp_width)
	ld b, a
	ld a, (stamp_palette)
	ld c, a
	ld a, (stamp_from)
1$:	ld (hl), a
	inc a
	push hl
	ld de, #20
	add hl, de
	ld (hl), c
	pop hl
	inc hl
	dec b
	jr nz, 1$
	ld hl, #stamp_width	; back to where this row began, and one row up
	sub (hl)
	sub (hl)
	ld (stamp_from), a
	ret

; Lays the tiles of the lanterns that this row crosses.
lantern_tiles:
	ld hl, #lanterns
1$:	ld a, (hl)
	or a
	jr z, 5$
	cp #DRIFTER
	jr z, 5$
	push hl
	ld e, a			; kind
	ld a, l
	or #L_ROW
	ld l, a
	ld b, (hl)
	inc l
	ld c, (hl)		; column
	ld a, (top_row)
	sub b
	ld b, a			; row within the lantern
	ld d, #4
	ld a, e
	cp #BUD
	jr nz, 2$
	dec d
2$:	ld a, b
	cp d
	jr nc, 4$
	ld hl, #layout_lantern
	ld a, e
	cp #LANTERN
	jr z, 3$
	ld hl, #layout_bud
	cp #BUD
	jr z, 3$
	ld hl, #layout_bubble
3$:	ld a, d			; HL += row * width
	cp #4
	ld a, b
	jr z, 6$
	add a, b
	add a, b
	jr 7$
6$:	add a, a
	add a, a
7$:	add a, l
	ld l, a
	jr nc, 8$
	inc h
8$:	ld b, d
	ld a, e
	push af
	ld d, #0
	ld e, c
	push hl
	ld hl, #row_tiles
	add hl, de
	ld d, h
	ld e, l
	pop hl
	pop af
	ld c, a			; the kind is its palette
9$:	ld a, (hl+)		; its empty corners leave the sky as it is
	or a
	jr z, 11$
	ld (de), a
	push de
	ld a, e
	add a, #20
	ld e, a
	jr nc, 10$
	inc d
10$:	ld a, c
	ld (de), a
	pop de
11$:	inc de
	dec b
	jr nz, 9$
4$:	pop hl
5$:	ld a, l
	add a, #16
	ld l, a
	cp #<lanterns + 128
	jr nz, 1$
	ret
