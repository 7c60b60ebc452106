; Text: letters are their own tile numbers; on water, with bit 7 set.

; The zero-ended text at HL to VRAM at DE.
put_text:
	ld a, (hl+)
	or a
	ret z
	ld (de), a
	inc e
	jr put_text

; Six decimal digits at HL (highest byte) to VRAM at DE.
put_score:
	ld b, #3
1$:	ld a, (hl)
	swap a
	and #0x0f
	add a, #0x30
	ld (de), a
	inc e
	ld a, (hl-)
	and #0x0f
	add a, #0x30
	ld (de), a
	inc e
	dec b
	jr nz, 1$
	ret

WATER = 0xa0		; the blank on water

; The window's map: the crest, then deep water with a few bubbles.
water_map:
	ld hl, #0x9c00
	ld b, #0
1$:	ld a, b
	and #3
	add a, #T_CREST
	ld (hl+), a
	inc b
	ld a, b
	cp #32
	jr nz, 1$
	ld bc, #0x03e0
2$:	call random
	cp #12
	ld a, #WATER
	jr nc, 3$
	ld a, #T_WATER2
3$:	ld (hl+), a
	dec bc
	ld a, b
	or c
	jr nz, 2$
	ld a, (is_cgb)
	or a
	ret z
	ldh (VBK), a
	ld hl, #0x9c00
	ld bc, #0x0400
4$:	ld (hl), #5
	inc hl
	dec bc
	ld a, b
	or c
	jr nz, 4$
	xor a
	ldh (VBK), a
	ret

PANEL_ROWS = 13
FIRST_PANEL_ROW = 3

; Panel line panel_row, with its number, becomes the waiting row.
panel_line:
	ld a, (panel_row)
	call panel_target
	ld a, (panel)
	cp #INTRO
	ld hl, #intro_text
	jr z, 1$
	ld hl, #result_text
	ld a, (panel_row)
	or a
	jr nz, 1$
	ld a, (new_best)
	or a
	jr z, 3$
	ld hl, #new_best_text
	jr 3$
1$:	ld a, (panel_row)
	or a
	jr z, 3$
	ld bc, #20
2$:	add hl, bc
	dec a
	jr nz, 2$
3$:	ld de, #row_tiles
	ld b, #20
4$:	ld a, (hl+)
	or #0x80
	ld (de), a
	inc de
	dec b
	jr nz, 4$
	ld b, #20
	ld a, #5
5$:	ld (de), a
	inc de
	dec b
	jr nz, 5$
	ld a, #1
	ld (row_pending), a
	ld a, (panel)
	cp #RESULT
	ret nz
	ld a, (panel_row)
	ld hl, #score+2
	cp #2
	jr z, 6$
	ld hl, #SAVE_BEST+2
	cp #4
	jr z, 6$
	cp #6
	jr z, height_line
	cp #8
	jr z, chain_line
	cp #10
	jr z, woken_line
	ret
6$:	ld de, #row_tiles + 11
	ld b, #3
8$:	ld a, (hl)
	swap a
	call water_digit
	ld a, (hl-)
	call water_digit
	dec b
	jr nz, 8$
	jr trim

water_digit:
	and #0x0f
	add a, #0xb0
	ld (de), a
	inc e
	ret

; Leading zeros of the six digits at row_tiles + 11 become water; the last stays.
trim:
	ld hl, #row_tiles + 11
	ld b, #5
1$:	ld a, (hl)
	cp #0xb0
	ret nz
	ld (hl), #WATER
	inc hl
	dec b
	jr nz, 1$
	ret

chain_line:
	ld a, (best_chain)
	add a, #0xb0
	ld (row_tiles + 16), a
	ret

woken_line:
	ld de, #row_tiles + 11
	xor a
	call water_digit
	xor a
	call water_digit
	ld a, (woken+1)
	swap a
	call water_digit
	ld a, (woken+1)
	call water_digit
	ld a, (woken)
	swap a
	call water_digit
	ld a, (woken)
	call water_digit
	jr trim

; Metres: rows of height, in decimal by taking powers of ten away.
height_line:
	ld hl, #result_height
	ld a, (hl+)
	ld h, (hl)
	ld l, a
	ld de, #row_tiles + 11
	xor a
	call water_digit
	ld bc, #-10000
	call power
	ld bc, #-1000
	call power
	ld bc, #-100
	call power
	ld bc, #-10
	call power
	ld a, l
	call water_digit
	jr trim

power:
	xor a
1$:	inc a
	add hl, bc
	jr c, 1$
	dec a
	push af
	ld a, l			; took one too many
	sub c
	ld l, a
	ld a, h
	sbc a, b
	ld h, a
	pop af
	jp water_digit

; Window row panel_row becomes water again.
water_line:
	ld a, (panel_row)
	call panel_target
	ld hl, #row_tiles
	ld b, #20
1$:	ld (hl), #WATER
	inc hl
	dec b
	jr nz, 1$
	ld b, #20
2$:	ld (hl), #5
	inc hl
	dec b
	jr nz, 2$
	ld a, #1
	ld (row_pending), a
	ret

; row_to = the map address of panel row A
panel_target:
	add a, #FIRST_PANEL_ROW
	ld l, a
	ld h, #0
	ld b, #5
1$:	add hl, hl
	dec b
	jr nz, 1$
	ld a, l
	ld (row_to), a
	ld a, h
	add a, #0x9c
	ld (row_to+1), a
	ret

intro_text:
	.ascii "  WAKE THE LANTERNS "
	.ascii "                    "
	.ascii "   OUTRUN THE TIDE  "
	.ascii "                    "
	.ascii "                    "
	.ascii "                    "
	.ascii "  ANY BUTTON LEAPS  "
	.ascii "                    "
	.ascii " LEAP BEFORE A RING "
	.ascii "                    "
	.ascii " IS FULL: THE CHAIN "
	.ascii "                    "
	.ascii "     GROWS TO X9    "
result_text:
	.ascii "  THE TIDE WAS FAST "
	.ascii "                    "
	.ascii "   SCORE            "
	.ascii "                    "
	.ascii "   BEST             "
	.ascii "                    "
	.ascii "   METRES           "
	.ascii "                    "
	.ascii "   CHAIN            "
	.ascii "                    "
	.ascii "   WOKEN            "
	.ascii "                    "
	.ascii "    ONE MORE TRY?   "
new_best_text:
	.ascii "      NEW BEST!     "
