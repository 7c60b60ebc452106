; Builds the objects of a frame in work RAM.

A_GLIM = 0x00		; CGB palettes, with the DMG palette in bit 4
A_TEXT = 0x01
A_RING = 0x12
A_MOTE = 0x03
A_TRAIL = 0x14
A_SPARK = 0x05
A_PRAISE = 0x06
MIRROR = 0x20

; Object at OAM position B (y), C (x), tile D, attributes E. Dropped when there are 40. Keeps BC, DE, HL.
put_object:
	ld a, (oam_next)
	cp #160
	ret nc
	push hl
	ld l, a
	add a, #4
	ld (oam_next), a
	ld h, #>oam
	ld (hl), b
	inc l
	ld (hl), c
	inc l
	ld (hl), d
	inc l
	ld (hl), e
	pop hl
	ret

; The zero-ended text at HL as objects from B, C on; HL goes behind it, C to where it ended.
object_text:
	ld e, #A_TEXT
1$:	ld a, (hl+)
	or a
	ret z
	ld d, a
	cp #0x20
	call nz, put_object
	ld a, c
	add a, #8
	ld c, a
	jr 1$

; The rest of OAM leaves the screen.
hide_rest:
	ld a, (oam_next)
	ld l, a
	ld h, #>oam
1$:	ld a, l
	cp #160
	ret nc
	ld (hl), #0
	add a, #4
	ld l, a
	jr 1$

; World y at HL to B, as OAM counts for an object of 8 dots whose middle it is.
; Carry: it is on the screen and above the water.
screen_y:
	ld a, (hl+)
	ld b, a
	ld a, (hl)
	ld c, a
	ld hl, #camera
	ld a, b
	sub (hl)
	ld b, a
	inc hl
	ld a, c
	sbc a, (hl)
	jr nz, 1$
	ld a, (wy_next)
	cp #145
	jr c, 3$
	ld a, #148
3$:	ld c, a
	ld a, b
	cp c
	ret nc			; under water
	add a, #12
	ld b, a
	scf
	ret
1$:	inc a			; up to 8 dots above the screen
	jr nz, 2$
	ld a, b
	cp #0xf8
	jr c, 2$
	add a, #12
	ld b, a
	scf
	ret
2$:	or a
	ret

draw_objects:
	xor a
	ld (oam_next), a
	call draw_glim
	call draw_score
	call draw_drifters
	call draw_motes
	call draw_popup
	call draw_trail
	call draw_sparks
	jp hide_rest

draw_glim:
	ld a, (glim_mode)
	cp #2
	ret z
	ld hl, #glim_y+1
	call screen_y
	ret nc
	ld hl, #glide_y
	ld a, b
	add a, (hl)
	ld b, a
	sra (hl)
	dec hl
	ld a, (glim_x+1)
	add a, (hl)
	sra (hl)
	add a, #4
	ld c, a
	ld e, #A_GLIM
	ld a, (glim_mode)
	or a
	jr nz, 2$
	ld d, #T_GLIM
	ld a, (ticks)
	and #0x7f
	cp #8
	jr nc, 1$
	ld d, #T_GLIM_BLINK
1$:	ld a, (angle+1)		; looks where it goes
	ld l, a
	ld a, (direction)
	rrca
	xor l
	rlca
	jr nc, 4$
	jp put_object
2$:	ld a, (glim_vy+1)
	ld d, #T_GLIM
	cp #0xff
	jr z, 3$
	or a
	jr z, 3$
	ld d, #T_GLIM_DOWN
	bit 7, a
	jr z, 3$
	ld d, #T_GLIM_UP
3$:	ld a, (glim_vx+1)
	bit 7, a
	jp z, put_object
4$:	ld e, #A_GLIM + MIRROR
	jp put_object

draw_score:
	ld b, #18
	ld c, #12
	ld e, #A_TEXT
	ld a, (score+2)
	ld h, #0
	call two_digits
	ld a, (score+1)
	call two_digits
	ld a, (score)
	swap a
	call digit
	ld a, (score)
	inc h			; the last one always shows
	call digit
	ld a, (chain)
	or a
	ret z
	ld c, #148
	ld d, #0x58		; X
	cp #5
	jr c, 1$
	ld e, #A_PRAISE
1$:	add a, #0x30
	ld l, a
	call put_object
	ld a, c
	add a, #8
	ld c, a
	ld d, l
	jp put_object

; Leading zeros (H = 0) take no place.
two_digits:
	push af
	swap a
	call digit
	pop af
digit:
	and #0x0f
	jr nz, 1$
	inc h
	dec h
	ret z
1$:	ld h, #1
	add a, #0x30
	ld d, a
	call put_object
	ld a, c
	add a, #8
	ld c, a
	ret

draw_drifters:
	ld e, #<lanterns
1$:	push de
	ld a, #L_KIND
	call field
	ld a, (hl)
	cp #DRIFTER
	call z, draw_drifter
	pop de
	ld a, e
	add a, #16
	ld e, a
	cp #<lanterns + 128
	jr nz, 1$
	ret

draw_drifter:
	ld a, #L_Y
	call field
	call screen_y
	ret nc
	ld a, #L_X
	call field
	ld a, (hl)
	add a, #4
	ld c, a
	ld a, #L_WOKEN
	call field
	ld a, (hl+)
	ld d, #T_BUD
	or a
	jr z, 1$
	ld d, #T_BUD_LIT
1$:	ld a, (hl)
	ld e, #A_RING
	call put_object
	ld hl, #drifter_dots
	ld e, a
2$:	push bc
	ld a, (hl+)
	add a, c
	ld c, a
	ld a, (hl+)
	add a, b
	ld b, a
	ld d, #T_RING_OFF
	ld a, e
	rrca
	ld e, a
	jr nc, 3$
	ld d, #T_RING_ON
3$:	push de
	ld e, #A_RING
	ld a, (wy_next)		; dots under water are not seen
	add a, #12
	cp b
	jr c, 4$
	call put_object
4$:	pop de
	pop bc
	ld a, l
	cp #<drifter_dots_end
	jr nz, 2$
	ret

; x, y of the eight dots
drifter_dots:
	.db 10, 0, 7, 7, 0, 10, -7, 7, -10, 0, -7, -7, 0, -10, 7, -7
drifter_dots_end:

draw_motes:
	ld l, #<motes
1$:	ld h, #>motes
	ld a, (hl)
	or a
	jr z, 2$
	push hl
	inc l
	ld a, (hl+)
	push af
	call screen_y
	pop de
	jr nc, 3$
	ld a, d
	add a, #4
	ld c, a
	ld d, #T_MOTE1
	ld a, (ticks)
	and #0x10
	jr z, 4$
	ld d, #T_MOTE2
4$:	ld e, #A_MOTE
	call put_object
3$:	pop hl
2$:	ld a, l
	add a, #4
	ld l, a
	cp #<motes + 16
	jr nz, 1$
	ret

draw_popup:
	ld hl, #popup_timer
	ld a, (hl)
	or a
	ret z
	dec (hl)
	ld hl, #popup_y		; floats up
	rrca
	jr nc, 1$
	ld a, (hl)
	or a
	jr z, 1$
	dec (hl)
1$:	ld a, (hl)
	add a, #16
	cp #160
	ret nc
	ld b, a
	ld a, (popup_x)
	ld c, a
	ld hl, #popup_text
	ld e, #A_TEXT
	ld a, #3
2$:	push af
	ld a, (hl+)
	ld d, a
	call put_object
	ld a, c
	add a, #7
	ld c, a
	pop af
	dec a
	jr nz, 2$
	ret

; Every third frame Glim leaves a mark; the last four fade behind it.
move_trail:
	ld a, (ticks)
	and #3
	ret nz
	ld hl, #trail_at
	ld a, (hl)
	add a, #3
	cp #12
	jr c, 1$
	xor a
1$:	ld (hl), a
	ld hl, #trail
	add a, l
	ld l, a
	jr nc, 2$
	inc h
2$:	ld a, (glim_x+1)
	ld (hl+), a
	ld a, (glim_y+1)
	ld (hl+), a
	ld a, (glim_y+2)
	ld (hl), a
	ret

draw_trail:
	ld a, (glim_mode)
	cp #2
	ret z
	ld d, #0		; age
1$:	ld a, d
	add a, a
	add a, d
	ld b, a
	ld a, (trail_at)
	sub b
	jr nc, 2$
	add a, #12
2$:	ld hl, #trail
	add a, l
	ld l, a
	jr nc, 3$
	inc h
3$:	push de
	ld a, (hl+)
	push af
	call screen_y
	pop hl			; H = x
	pop de
	jr nc, 4$
	push de
	ld a, h
	add a, #4
	ld c, a
	ld hl, #trail_tiles
	ld e, d
	ld d, #0
	add hl, de
	ld d, (hl)
	ld e, #A_TRAIL
	call put_object
	pop de
4$:	inc d
	ld a, d
	cp #4
	jr nz, 1$
	ret

trail_tiles:
	.db T_TRAIL1, T_TRAIL2, T_TRAIL2, T_TRAIL3

; Eight sparks fly from Glim: life, x, y, vx, vy (words in 256ths).
spark_burst:
	push de
	ld hl, #sparks
	ld de, #spark_speeds
	ld b, #8
1$:	ld a, #22
	ld (hl+), a
	ld (hl), #0
	inc hl
	ld a, (glim_x+1)
	ld (hl+), a
	ld (hl), #0
	inc hl
	ld a, (camera)
	ld c, a
	ld a, (glim_y+1)
	sub c
	ld (hl+), a
	ld a, (de)
	ld (hl+), a
	inc de
	ld a, (de)
	ld (hl+), a
	inc de
	inc hl
	dec b
	jr nz, 1$
	pop de
	ret

; Signed, 32nds of a dot a frame
spark_speeds:
	.db 48, 0, 34, -34, 0, -48, -34, -34, -48, 0, -34, 34, 0, 48, 34, 34

draw_sparks:
	ld hl, #sparks
1$:	ld a, (hl)
	or a
	jr z, 3$
	dec (hl)
	push hl
	ld e, a
	inc hl
	push hl
	ld bc, #4
	add hl, bc
	ld b, (hl)		; vx
	inc hl
	ld d, (hl)		; vy
	inc (hl)		; they fall
	inc (hl)
	pop hl
	ld a, b
	call drift_word
	ld a, (hl)
	add a, #4
	ld c, a
	inc hl
	ld a, d
	call drift_word
	ld a, (hl)
	cp #152
	jr nc, 2$
	add a, #12
	ld b, a
	ld d, #T_SPARK1
	ld a, e
	cp #10
	jr nc, 4$
	ld d, #T_SPARK2
4$:	ld e, #A_SPARK
	call put_object
2$:	pop hl
3$:	ld a, l
	add a, #8
	ld l, a
	cp #<sparks + 64
	jr nz, 1$
	ret

; Adds A/32 dots to the word at HL; HL goes to its high byte. Keeps BC, DE.
drift_word:
	push de
	ld e, a
	rlca
	sbc a, a
	ld d, a
	ld a, #3
1$:	sla e
	rl d
	dec a
	jr nz, 1$
	ld a, (hl)
	add a, e
	ld (hl+), a
	ld a, (hl)
	adc a, d
	ld (hl), a
	pop de
	ret
