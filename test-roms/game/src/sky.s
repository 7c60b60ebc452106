; The sky's bands. CGB: a gradient of 16 bands, redrawn as Glim climbs. DMG: the sun's afterglow in stripes.

; Makes the list for the height reached and hands it to VBlank.
update_sky:
	ld a, (is_cgb)
	or a
	jp z, dmg_sky
	ld hl, #height
	ld a, (hl+)
	ld h, (hl)
	ld l, a
	srl h
	rr l
	srl h
	rr l
	ld a, h
	or a
	ld a, #239
	jr nz, 1$
	ld a, l
	cp #239
	jr c, 1$
	ld a, #239
1$:	ld b, a
	ld a, (sky_shown)
	cp b
	ret z
	ld a, b
	ld (sky_shown), a
	; BC = the colour of the top band, DE = the list
	add a, #15
	ld l, a
	ld h, #0
	add hl, hl
	ld bc, #sky
	add hl, bc
	ld a, (hl+)
	ld (sky_top), a
	ld a, (hl-)
	ld (sky_top+1), a
	call other_list
	ld b, #7		; the line before the second band
2$:	push hl			; a band like the one above needs no interrupt
	ld a, (hl-)
	dec hl
	sub (hl)
	ld c, a
	inc hl
	inc hl
	inc hl
	ld a, (hl-)
	dec hl
	sub (hl)
	or c
	pop hl
	dec hl
	dec hl
	jr z, 3$
	ld a, b
	ld (de), a
	inc de
	ld a, (hl+)
	ld (de), a
	inc de
	ld a, (hl-)
	ld (de), a
	inc de
3$:	ld a, b
	add a, #9
	ld b, a
	cp #140
	jr c, 2$
	jr end_list

; DE = the list that is not in use. Keeps HL.
other_list:
	ld de, #raster_a
	ld a, (raster_next)
	cp #<raster_a
	ret nz
	ld de, #raster_b
	ret

; Ends the list at DE and publishes it.
end_list:
	ld a, #255
	ld (de), a
	ld de, #raster_a
	ld a, (raster_next)
	cp #<raster_a
	jr nz, 1$
	ld de, #raster_b
1$:	di			; two bytes that belong together
	ld a, e
	ld (raster_next), a
	ld a, d
	ld (raster_next+1), a
	ei
	ret

; Stripes from line 72 + height on, grey beneath, and always night on the water.
dmg_sky:
	ld a, #NIGHT
	ld (sky_top), a
	call other_list
	ld a, (height+1)
	or a
	jr nz, 3$		; far above the glow
	ld a, (height)
	add a, #72
	jr c, 3$
	ld b, a
	ld a, (wy_next)
	sub #4
	jr c, 3$
	cp #140
	jr c, 1$
	ld a, #140
1$:	ld c, a			; no stripe from here on
	ld hl, #dusk_stripes
2$:	ld a, (hl+)
	cp #255
	jr z, 4$
	add a, b
	jr c, 4$
	cp c
	jr nc, 4$
	ld (de), a
	inc de
	ld a, (hl+)
	ld (de), a
	inc de
	inc de
	jr 2$
4$:	dec de			; was the last one grey? then the water line ends it
	dec de
	ld a, (de)
	inc de
	inc de
	cp #DUSK
	jr nz, 3$
	ld a, c
	cp #140
	jr z, 3$
	add a, #3
	ld (de), a
	inc de
	ld a, #NIGHT
	ld (de), a
	inc de
	inc de
3$:	jr end_list

dusk_stripes:
	.db 0, DUSK, 2, NIGHT, 9, DUSK, 12, NIGHT, 18, DUSK, 22, NIGHT
	.db 27, DUSK, 32, NIGHT, 35, DUSK, 42, NIGHT, 44, DUSK, 255
