; Lanterns, eight slots of 16 bytes in turn; the low byte of a slot's address names it.

LANTERN = 1		; kinds; also their BG palettes
BUD = 2			; a small ring, circled faster
BUBBLE = 3		; bursts when its ring is full
DRIFTER = 4		; a small ring of objects that moves

L_KIND = 0		; fields
L_X = 1			; middle, in dots
L_Y = 2			; and 3
L_WOKEN = 4
L_LIT = 5		; and 6: which dots are lit
L_DRIFT = 7		; 1 right, 255 left
L_SEQ = 8
L_ROW = 9		; low byte of its top map row
L_COLUMN = 10

; HL = field A of lantern E
field:
	or e
	ld l, a
	ld h, #>lanterns
	ret

; A new run's first lantern, and those above it that the first screen needs.
first_lanterns:
	ld hl, #lanterns
	ld bc, #128+16+64
	call clear
	ld hl, #START_CAMERA + 96
	ld a, l
	ld (last_y), a
	ld a, h
	ld (last_y+1), a
	ld a, #80
	ld (last_x), a
	xor a
	ld (next_seq), a
	ld (last_kind), a
	ld d, #LANTERN
	jp place_lantern

; Makes lanterns until one lies far enough above the camera.
spawn_lanterns:
	ld a, (last_y)		; HL = last_y - camera
	ld hl, #camera
	sub (hl)
	inc hl
	ld b, a
	ld a, (last_y+1)
	sbc a, (hl)
	bit 7, a
	jr z, 1$
	ld a, b
	cp #0xc0		; 64 dots above: enough
	ret c
1$:	call spawn_lantern
	jr spawn_lanterns

spawn_lantern:
	ld a, (level)		; 5 rows up, then 6, then 7, and a bit of chance
	srl a
	srl a
	cp #2
	jr c, 1$
	ld a, #2
1$:	add a, #5
	ld b, a
	call random
	and #1
	add a, b
	cp #7
	jr c, 2$
	ld a, #7
2$:	add a, a
	add a, a
	add a, a
	ld b, a
	ld hl, #last_y
	ld a, (hl)
	and #0xf8
	sub b
	ld (hl+), a
	jr nc, 3$
	dec (hl)
3$:	ld a, (last_x)		; two to six columns aside, later to eight
	srl a
	srl a
	srl a
	ld b, a
4$:	call random
	and #0x0f
	add a, #3		; column 3-18
	cp #18
	jr nc, 4$
	ld c, a
	sub b
	jr nc, 5$
	cpl
	inc a
5$:	cp #2
	jr c, 4$
	ld d, a
	ld a, (level)		; at first not so far
	cp #2
	ld a, #6
	jr c, 6$
	ld a, #8
6$:	cp d
	jr c, 4$
	ld a, c
	add a, a
	add a, a
	add a, a
	ld (last_x), a
	call choose_kind
	call maybe_mote
	; falls through

; D = kind; its middle is last_x, last_y, moved to the middle of a tile if it is small.
place_lantern:
	ld a, d
	ld (last_kind), a
	ld a, (next_seq)
	swap a
	and #0x70
	ld e, a
	ld a, #L_KIND
	call field
	ld a, d
	ld (hl+), a
	ld b, #0
	cp #BUD
	jr z, 1$
	cp #DRIFTER
	jr nz, 2$
1$:	ld b, #4
2$:	ld a, (last_x)
	add a, b
	ld (hl+), a
	ld a, (last_y)
	add a, b
	ld (hl+), a
	ld a, (last_y+1)
	adc a, #0
	ld (hl+), a
	xor a
	ld (hl+), a
	ld (hl+), a
	ld (hl+), a
	call random
	and #1
	add a, a
	dec a
	ld (hl+), a		; drifts right or left
	ld a, (next_seq)
	ld (hl+), a
	inc a
	ld (next_seq), a
	ld a, (last_y+1)	; low byte of y / 8
	and #7
	ld c, a
	ld a, (last_y)
	ld b, #3
3$:	srl c
	rra
	dec b
	jr nz, 3$
	ld c, a
	ld a, (last_x)
	srl a
	srl a
	srl a
	ld b, a
	ld a, d
	cp #BUD
	jr nz, 4$
	ld a, c
	dec a
	ld (hl+), a
	ld (hl), b
	dec (hl)
	ret
4$:	ld a, c
	sub #2
	ld (hl+), a
	ld (hl), b
	dec (hl)
	dec (hl)
	ret

; D = the kind of the next lantern. The first four are plain.
choose_kind:
	ld d, #LANTERN
	ld a, (next_seq)
	cp #4
	jr nc, 1$
	ld a, (level)
	or a
	ret z
1$:	call random
	and #0x1f
	ld b, a
	ld a, (level)
	add a, #4
	cp #9
	jr c, 2$
	ld a, #9
2$:	ld c, a			; of 32, C are buds
	ld a, b
	sub c
	jr c, 3$
	ld b, a
	ld a, (level)
	cp #2
	ret c
	cp #8
	jr c, 4$
	ld a, #8
4$:	ld c, a			; C are bubbles
	ld a, b
	sub c
	jr c, 5$
	ld b, a
	ld a, (level)
	sub #3
	ret c
	inc a
	cp #7
	jr c, 6$
	ld a, #7
6$:	ld c, a			; C drift
	ld a, b
	cp c
	ret nc
	ld a, (last_kind)
	cp #DRIFTER
	ret z
	ld d, #DRIFTER
	ret
3$:	ld d, #BUD
	ret
5$:	ld d, #BUBBLE
	ret

; Drifters move on every second frame, and turn near the walls.
move_drifters:
	ld a, (ticks)
	rrca
	ret c
	ld e, #<lanterns
1$:	ld a, #L_KIND
	call field
	ld a, (hl)
	cp #DRIFTER
	jr nz, 3$
	ld a, #L_DRIFT
	call field
	ld b, (hl)
	ld a, #L_X
	call field
	ld a, (hl)
	add a, b
	ld (hl), a
	cp #24
	jr c, 2$
	cp #137
	jr c, 3$
2$:	ld a, #L_DRIFT
	call field
	xor a
	sub (hl)
	ld (hl), a
3$:	ld a, e
	add a, #16
	ld e, a
	cp #<lanterns + 128
	jr nz, 1$
	ret

; DE = the map address of cell B (32 to a row) of lantern E.
cell_address:
	ld a, #L_ROW
	call field
	ld a, (hl+)
	and #0x1f
	ld d, a
	ld a, (hl)
	ld l, d
	ld h, #0
	add hl, hl
	add hl, hl
	add hl, hl
	add hl, hl
	add hl, hl
	add a, l
	ld l, a			; the column never carries out of its row
	ld d, #0
	ld e, b
	add hl, de
	ld a, h
	and #3
	or #0x98
	ld d, a
	ld e, l
	ret

; Lights dot A of lantern E. Keeps E.
light_dot:
	ld c, a
	ld a, #L_KIND
	call field
	ld a, (hl)
	cp #DRIFTER
	ret z			; objects show it
	push de
	cp #BUD
	jr z, 1$
	ld hl, #big_dots
	ld d, #T_BIG_RING + 12
	jr 2$
1$:	ld hl, #small_dots
	ld d, #T_SMALL_RING + 8
2$:	ld b, #0
	add hl, bc
	ld b, (hl)
	ld a, d
	add a, c
	push af
	call cell_address
	pop af
	call queue_push
	pop de
	ret

; Shows lantern E awake.
wake_face:
	ld a, #L_KIND
	call field
	ld a, (hl)
	cp #DRIFTER
	ret z
	cp #BUD
	push de
	jr z, 3$
	ld c, #T_LANTERN_LIT
	cp #LANTERN
	jr z, 1$
	ld c, #T_BUBBLE_LIT
1$:	ld b, #33
	push de
	call cell_address
	ld a, c
	call queue_push
	inc e			; a lantern's inside never crosses the map's right edge
	ld a, c
	inc a
	call queue_push
	pop de
	ld b, #65
	call cell_address
	ld a, c
	add a, #2
	call queue_push
	inc e
	inc a
	call queue_push
	pop de
	ret
3$:	ld b, #33
	call cell_address
	ld a, #T_BUD_LIT
	call queue_push
	pop de
	ret

; Bubble E is gone: its 16 cells become sky.
burst:
	ld a, #L_KIND
	call field
	ld (hl), #0
	push de
	ld b, #0
1$:	push de
	push bc
	call cell_address
	pop bc
	xor a
	call queue_push
	pop de
	inc b
	ld a, b
	and #3
	jr nz, 1$
	ld a, b
	add a, #28
	ld b, a
	cp #128
	jr c, 1$
	pop de
	ret
