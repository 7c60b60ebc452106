; Everything that touches VRAM, OAM and palettes while the LCD is on.

vblank:
	push af
	push bc
	push de
	push hl
	ld a, (frame_ready)
	or a
	jr z, 1$		; the game is late: show the last frame again
	call 0xff80
	ld a, (scx_next)
	ldh (SCX), a
	ld a, (scy_next)
	ldh (SCY), a
	ld a, (wy_next)
	ldh (WY), a
	call flush_queue
	ld a, (row_pending)
	or a
	push af
	call nz, flush_row
	pop af
	call z, flush_copy	; a row and tiles together would not fit into VBlank
1$:	call raster_start
	call audio_tick
	ld hl, #ticks
	inc (hl)
	xor a
	ld (frame_ready), a
	inc a
	ld (vblank_done), a
	pop hl
	pop de
	pop bc
	pop af
	reti

; Copies the waiting map row: 20 tiles, and on CGB their attributes.
flush_row:
	ld hl, #row_to
	ld a, (hl+)
	ld e, a
	ld a, (hl+)
	ld d, a
	ld b, #5
1$:	ld a, (hl+)
	ld (de), a
	inc e
	ld a, (hl+)
	ld (de), a
	inc e
	ld a, (hl+)
	ld (de), a
	inc e
	ld a, (hl+)
	ld (de), a
	inc e
	dec b
	jr nz, 1$
	ld a, (is_cgb)
	or a
	jr z, 3$
	ldh (VBK), a
	ld a, e
	sub #20
	ld e, a
	ld b, #5
2$:	ld a, (hl+)
	ld (de), a
	inc e
	ld a, (hl+)
	ld (de), a
	inc e
	ld a, (hl+)
	ld (de), a
	inc e
	ld a, (hl+)
	ld (de), a
	inc e
	dec b
	jr nz, 2$
	xor a
	ldh (VBK), a
3$:	xor a
	ld (row_pending), a
	ret

flush_queue:
	ld hl, #queue_length
	ld a, (hl)
	or a
	ret z
	ld b, a
	ld (hl), #0
	inc hl
1$:	ld a, (hl+)
	ld e, a
	ld a, (hl+)
	ld d, a
	ld a, (hl+)
	ld (de), a
	dec b
	jr nz, 1$
	ret

; A waits to be written to the map at DE. Drops it when the queue is full. Keeps BC, DE.
queue_push:
	push hl
	push af
	ld a, (queue_length)
	cp #20
	jr nc, 1$
	ld l, a
	inc a
	ld (queue_length), a
	ld a, l
	add a, a
	add a, l
	ld hl, #queue
	add a, l
	ld l, a
	jr nc, 2$
	inc h
2$:	ld (hl), e
	inc hl
	ld (hl), d
	inc hl
	pop af
	ld (hl), a
	pop hl
	ret
1$:	pop af
	pop hl
	ret

; Copies up to four tiles.
flush_copy:
	ld hl, #copy_blocks
	ld a, (hl)
	or a
	ret z
	ld b, a
	ld (hl), #0
	inc hl
	ld a, (hl+)
	ld c, a
	ld a, (hl+)
	push af
	ld a, (hl+)
	ld e, a
	ld d, (hl)
	pop af
	ld h, a
	ld l, c
1$:	ld c, #4
2$:	ld a, (hl+)
	ld (de), a
	inc e
	ld a, (hl+)
	ld (de), a
	inc e
	ld a, (hl+)
	ld (de), a
	inc e
	ld a, (hl+)
	ld (de), a
	inc de
	dec c
	jr nz, 2$
	dec b
	jr nz, 1$
	ret

; Sets the top band of the sky and the first line at which it changes.
raster_start:
	ld a, (is_cgb)
	or a
	ld a, (sky_top)
	jr nz, 1$
	ldh (BGP), a
	jr 2$
1$:	ld b, a
	ld a, (sky_top+1)
	ld c, a
	ld h, #0x80
	call sky_pair
	call sky_pair
	call sky_pair
2$:	ld hl, #raster_next
	ld a, (hl+)
	ld h, (hl)
	ld l, a
	ld a, (hl)
	ldh (LYC), a
	ld a, l
	ld (raster_at), a
	ld a, h
	ld (raster_at+1), a
	ld a, #0x40
	ldh (STAT), a
	ldh a, (IF)
	and #0xfd
	ldh (IF), a
	ret

; Colour 0 of two BG palettes becomes BC (low byte in B); H is their BCPS, which moves on.
sky_pair:
	ld a, h
	ldh (BCPS), a
	ld a, b
	ldh (BCPD), a
	ld a, c
	ldh (BCPD), a
	ld a, h
	add a, #8
	ldh (BCPS), a
	ld a, b
	ldh (BCPD), a
	ld a, c
	ldh (BCPD), a
	ld a, h
	add a, #16
	ld h, a
	ret

; LY = LYC: waits asleep for HBlank, where palettes are open, and paints the next band of the sky.
stat_irq:
	push af
	ld a, #0x08		; HBlank is what counts now, and may come before we are ready
	ldh (STAT), a
	ldh a, (IF)		; on DMG the write itself may request an interrupt
	and #0xfd
	ldh (IF), a
	push bc
	push hl
	ld hl, #raster_at
	ld a, (hl+)
	ld h, (hl)
	ld l, a
	inc hl
	ld a, (hl+)
	ld b, a
	ld a, (hl+)
	ld c, a
	ld a, l
	ld (raster_at), a
	ld a, h
	ld (raster_at+1), a
	push hl
1$:	ldh a, (STAT)
	and #3
	jr z, 2$
	halt
	nop
	jr 1$
2$:	ld a, (is_cgb)
	or a
	jr nz, 3$
	ld a, b
	ldh (BGP), a
	jr 4$
3$:	ld h, #0x80
	call sky_pair
	call wait_hblank	; six palettes, two to an HBlank
	call sky_pair
	call wait_hblank
	call sky_pair
4$:	pop hl
	ld a, (hl)
	ldh (LYC), a
	ld a, #0x40
	ldh (STAT), a
	ldh a, (IF)
	and #0xfd
	ldh (IF), a
	pop hl
	pop bc
	pop af
	reti

; Until the next HBlank begins. IME is 0: HALT ends with the flag, and nothing is called.
wait_hblank:
	ldh a, (IF)
	and #0xfd
	ldh (IF), a
1$:	halt
	nop
	ldh a, (STAT)
	and #3
	jr nz, 1$
	ret

; Fixed palettes. Colour 0 of BG palettes 0-5 is the sky's.
load_palettes:
	ld a, #NIGHT
	ldh (BGP), a
	ld a, #0x1c		; eyes black
	ldh (OBP0), a
	ld a, #0x18
	ldh (OBP1), a
	ld a, (is_cgb)
	or a
	ret z
	ld a, #0x80
	ldh (BCPS), a
	ldh (OCPS), a
	ld hl, #bg_colours
	ld b, #64
1$:	ld a, (hl+)
	ldh (BCPD), a
	dec b
	jr nz, 1$
	ld b, #64
2$:	ld a, (hl+)
	ldh (OCPD), a
	dec b
	jr nz, 2$
	ret

; Red + green * 32 + blue * 1024
bg_colours:
	.dw 0, 11+11*32+17*1024, 20+21*32+26*1024, 31+31*32+30*1024	; stars, clouds, moon
	.dw 0, 14+5*32+7*1024, 24+15*32+9*1024, 31+28*32+12*1024	; lanterns: amber
	.dw 0, 3+11*32+12*1024, 9+23*32+20*1024, 20+31*32+25*1024	; buds: mint
	.dw 0, 15+4*32+15*1024, 25+13*32+24*1024, 31+25*32+31*1024	; bubbles: rose
	.dw 0, 3+9*32+7*1024, 8+19*32+8*1024, 29+27*32+14*1024		; grass and leaves
	.dw 0, 2+6*32+16*1024, 7+15*32+25*1024, 27+31*32+31*1024	; water
	.dw 0, 5+4*32+9*1024, 16+12*32+18*1024, 31+29*32+16*1024	; the title's dots
	.dw 0, 31+31*32+31*1024, 31+31*32+31*1024, 31+31*32+31*1024
obj_colours:
	.dw 0, 9+3*32+2*1024, 31+20*32+4*1024, 31+31*32+18*1024		; Glim
	.dw 0, 8+8*32+14*1024, 20+21*32+26*1024, 31+31*32+31*1024	; digits
	.dw 0, 6+10*32+18*1024, 10+20*32+28*1024, 21+30*32+31*1024	; rings that drift: blue
	.dw 0, 12+6*32+2*1024, 31+22*32+8*1024, 31+31*32+22*1024	; motes
	.dw 0, 16+6*32+3*1024, 26+13*32+4*1024, 31+24*32+9*1024		; trail
	.dw 0, 12+12*32+12*1024, 31+24*32+12*1024, 31+31*32+25*1024	; sparks
	.dw 0, 9+3*32+2*1024, 31+14*32+18*1024, 31+25*32+26*1024	; praise
	.dw 0, 0, 0, 0
