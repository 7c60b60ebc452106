; Glim: circling, flying, being caught; motes, the flood and the camera.

GRAVITY = 11		; 256ths of a dot per frame, each frame
FASTEST_FALL = 3
LEFT_WALL = 5
RIGHT_WALL = 155
MOTE_RELIEF = 16	; dots that a mote pushes the water down

move_glim:
	ld a, (glim_mode)
	or a
	jp z, circle
	dec a
	jp z, fly
	ret

; HL = the angular speed of lantern E, from its size and the level.
turn_speed:
	ld a, #L_KIND
	call field
	ld a, (hl)
	cp #BUD
	jr z, 1$
	cp #DRIFTER
	jr z, 1$
	ld hl, #0x0360
	ld bc, #0x0018
	jr 2$
1$:	ld hl, #0x0460
	ld bc, #0x001c
2$:	ld a, (level)
	or a
	ret z
3$:	add hl, bc
	dec a
	jr nz, 3$
	ret

; DE = sine page of lantern E's ring, C = its number of dots
ring_size:
	ld a, #L_KIND
	call field
	ld a, (hl)
	ld hl, #orbit_small
	ld c, #8
	cp #BUD
	ret z
	cp #DRIFTER
	ret z
	ld hl, #orbit_big
	ld c, #12
	ret

circle:
	ld hl, #angle
	ld de, #turn
	ld a, (de)
	add a, (hl)
	ld (hl+), a
	inc de
	ld a, (de)
	adc a, (hl)
	ld (hl), a
	call follow_ring
	call light_ring
	ld a, (glim_mode)
	or a
	ret nz			; the bubble burst
	ld a, (joy_new)
	and #LEAP
	ret z

; Leaves along the tangent: clockwise (-sin, cos), else (sin, -cos).
leap:
	ld a, (angle+1)
	ld l, a
	call launch_speed
	ld a, (direction)
	or a
	call z, negate
	ld a, e
	ld (glim_vx), a
	ld a, d
	ld (glim_vx+1), a
	ld a, (angle+1)
	add a, #64
	ld l, a
	call launch_speed
	ld a, (direction)
	or a
	call nz, negate
	ld a, e
	ld (glim_vy), a
	ld a, d
	ld (glim_vy+1), a
	ld a, #1
	ld (glim_mode), a
	ld (flood_on), a
	ld a, #24
	ld (home_timer), a
	xor a
	ld (glide_x), a
	ld (glide_y), a
	ld hl, #sfx_leap
	jp play_effect

; DE = launch speed * sin(L)
launch_speed:
	ld h, #>launch_low
	ld e, (hl)
	ld h, #>launch_high
	ld d, (hl)
	ret

negate:
	xor a
	sub e
	ld e, a
	ld a, #0
	sbc a, d
	ld d, a
	ret

; Puts Glim on its lantern's ring, at the angle.
follow_ring:
	ld a, (home)
	ld e, a
	call ring_size
	ld a, (angle+1)
	ld l, a
	ld b, (hl)		; sine
	add a, #64
	ld l, a
	ld c, (hl)		; cosine
	ld a, #L_X
	call field
	ld a, (hl+)
	add a, c
	ld (glim_x+1), a
	ld a, b			; sign extended
	rlca
	sbc a, a
	ld c, a
	ld a, (hl+)
	add a, b
	ld (glim_y+1), a
	ld a, (hl)
	adc a, c
	ld (glim_y+2), a
	ld a, #0x80
	ld (glim_x), a
	ld (glim_y), a
	ret

; Lights the dot that Glim passes. When all are lit the lantern is calm and the chain ends; a bubble bursts.
light_ring:
	ld a, (home)
	ld e, a
	call ring_size
	ld a, (angle+1)
	ld d, a
	ld a, c
	cp #8
	ld a, d
	jr nz, 1$
	add a, #16		; a small ring's dots sit on the axes
	rlca
	rlca
	rlca
	and #7
	jr 2$
1$:	ld l, a			; 12 sectors: high byte of angle * 12
	ld h, #0
	ld b, h
	ld c, l
	add hl, hl
	add hl, bc
	add hl, hl
	add hl, hl
	ld a, h
2$:	ld d, a			; D = dot
	and #7
	ld b, a
	ld a, #1
	jr z, 4$
3$:	add a, a
	dec b
	jr nz, 3$
4$:	ld b, a			; B = its bit
	ld a, #L_LIT
	bit 3, d
	jr z, 5$
	inc a
5$:	call field
	ld a, (hl)
	and b
	ret nz
	ld a, (hl)
	or b
	ld (hl), a
	ld hl, #lit_count
	inc (hl)
	ld a, d
	call light_dot
	ld a, (lit_count)
	dec a
	add a, a
	ld hl, #tick_sounds
	call address_at
	call play_quietly
	ld a, (home)
	ld e, a
	call ring_size
	ld a, (lit_count)
	cp c
	ret c
	; the ring is full
	ld a, (state)
	cp #PLAY
	jp nz, title_ring_full
	ld a, (chain)
	or a
	jr z, 6$
	xor a
	ld (chain), a
	ld hl, #sfx_calm
	call play_effect
6$:	ld a, (home)
	ld e, a
	ld a, #L_KIND
	call field
	ld a, (hl)
	cp #BUBBLE
	ret nz
	call burst
	ld hl, #sfx_pop
	call play_effect
	call spark_burst
	ld hl, #glim_vx
	xor a
	ld (hl+), a
	ld (hl+), a
	ld (hl+), a
	ld (hl), a
	inc a
	ld (glim_mode), a
	ret

; HL = the address at HL + A
address_at:
	add a, l
	ld l, a
	jr nc, 1$
	inc h
1$:	ld a, (hl+)
	ld h, (hl)
	ld l, a
	ret

fly:
	ld hl, #home_timer
	ld a, (hl)
	or a
	jr z, 1$
	dec (hl)
1$:	ld hl, #glim_vy
	ld a, (hl)
	add a, #GRAVITY
	ld (hl+), a
	jr nc, 2$
	inc (hl)
2$:	ld a, (hl)
	bit 7, a
	jr nz, 3$
	cp #FASTEST_FALL
	jr c, 3$
	ld (hl), #FASTEST_FALL
	dec hl
	ld (hl), #0
3$:	ld hl, #glim_x
	ld a, (glim_vx)
	add a, (hl)
	ld (hl+), a
	ld a, (glim_vx+1)
	adc a, (hl)
	ld (hl), a
	ld b, #LEFT_WALL
	cp #LEFT_WALL
	jr c, 4$
	ld b, #RIGHT_WALL
	cp #RIGHT_WALL
	jr c, 5$
	cp #200			; beyond the left edge, in fact
	jr c, 4$
	ld b, #LEFT_WALL
4$:	ld (hl), b
	ld hl, #glim_vx
	ld e, (hl)
	inc hl
	ld d, (hl)
	call negate
	ld (hl), d
	dec hl
	ld (hl), e
	ld hl, #sfx_bump
	call play_effect
5$:	ld a, (glim_vy)		; y += vy, in 24 bits
	ld e, a
	ld a, (glim_vy+1)
	ld d, a
	rlca
	sbc a, a
	ld c, a
	ld hl, #glim_y
	ld a, (hl)
	add a, e
	ld (hl+), a
	ld a, (hl)
	adc a, d
	ld (hl+), a
	ld a, (hl)
	adc a, c
	ld (hl), a
	call catch_motes

	ld e, #<lanterns
6$:	ld a, #L_KIND
	call field
	ld a, (hl)
	or a
	jr z, 8$
	ld a, (home)
	cp e
	jr nz, 7$
	ld a, (home_timer)
	or a
	jr nz, 8$
7$:	call near
	jr c, caught
8$:	ld a, e
	add a, #16
	ld e, a
	cp #<lanterns + 128
	jr nz, 6$
	ret

; From x, y at HL: B = glim_x - x + 32, C = glim_y - y + 32; carry if both are 0-63.
offset:
	ld a, (glim_x+1)
	sub (hl)
	add a, #32
	ld b, a
	cp #64
	ret nc
	inc l
	ld a, (glim_y+1)
	sub (hl)
	ld c, a
	inc l
	ld a, (glim_y+2)
	sbc a, (hl)
	ld d, a
	ld a, c
	add a, #32
	ld c, a
	ld a, d
	adc a, #0
	jr nz, 1$
	ld a, c
	cp #64
	ret
1$:	or a
	ret

; Half the square of A - 32, at most 255
half_square_of:
	sub #32
	jr nc, 1$
	cpl
	inc a
1$:	add a, #<half_square
	ld l, a
	ld a, #>half_square
	adc a, #0
	ld h, a
	ld a, (hl)
	ret

; Carry if Glim is within lantern E's ring; BC as from offset.
near:
	ld a, #L_X
	call field
	call offset
	ret nc
	ld a, b
	call half_square_of
	ld d, a
	ld a, c
	call half_square_of
	add a, d
	ld d, a
	jr nc, 2$
	or a
	ret
2$:	ld a, #L_KIND
	call field
	ld a, (hl)
	cp #BUD
	jr z, 1$
	cp #DRIFTER
	jr z, 1$
	ld a, d
	cp #180			; 19 dots: a lantern's light reaches a little beyond its ring
	ret
1$:	ld a, d
	cp #98			; 14 dots
	ret

caught:
	ld a, (glim_x+1)
	ld (caught_x), a
	ld a, (glim_y+1)
	ld (caught_y), a
	ld a, e
	ld (home), a
	xor a
	ld (glim_mode), a
	ld (angle), a
	srl b			; angle_of + C / 2 * 32 + B / 2
	srl c
	ld l, c
	ld h, a
	add hl, hl
	add hl, hl
	add hl, hl
	add hl, hl
	add hl, hl
	ld a, l
	or b
	ld l, a
	ld bc, #angle_of
	add hl, bc
	ld a, (hl)
	ld (angle+1), a
	push de
	ld h, #>orbit_big	; the speed along the ring: cos * vy - sin * vx
	ld l, a
	ld b, (hl)
	add a, #64
	ld l, a
	ld c, (hl)
	push bc
	ld hl, #glim_vx
	call sixteenths
	ld c, a
	call multiply		; HL = sin * vx
	pop bc
	push hl
	ld b, c
	ld hl, #glim_vy
	call sixteenths
	ld c, a
	call multiply
	pop bc
	ld a, l
	sub c
	ld a, h
	sbc a, b
	rlca
	and #1
	ld (direction), a
	pop de
	call turn_speed
	ld a, (direction)
	or a
	ld a, l
	jr z, 1$
	cpl
1$:	ld (turn), a
	ld a, h
	jr z, 2$
	cpl
2$:	ld (turn+1), a
	ld a, #L_LIT		; how many of its dots are lit already
	call field
	ld c, (hl)
	inc l
	ld b, (hl)
	ld l, #16
	xor a
3$:	srl b
	rr c
	adc a, #0
	dec l
	jr nz, 3$
	ld (lit_count), a
	call follow_ring
	ld hl, #glim_x+1	; glides onto the ring from where it was
	ld a, (caught_x)
	sub (hl)
	ld (glide_x), a
	ld hl, #glim_y+1
	ld a, (caught_y)
	sub (hl)
	ld (glide_y), a
	ld a, (home)
	ld e, a
	ld a, #L_WOKEN
	call field
	ld a, (hl)
	or a
	jr z, wake
	ld a, (chain)		; it was awake: no points, no chain
	or a
	ret z
	xor a
	ld (chain), a
	ld hl, #sfx_calm
	jp play_effect

wake:
	ld (hl), #1
	call wake_face
	ld a, #L_SEQ
	call field
	ld a, (best_seq)
	ld b, a
	ld a, (hl)
	sub b			; lanterns passed since the highest so far
	ld c, #1
	jr z, 1$
	bit 7, a
	jr nz, 1$
	cp #2
	jr c, 2$
	inc c			; one was left out: the chain grows by two
2$:	ld a, (hl)
	ld (best_seq), a
1$:	ld a, (chain)
	add a, c
	cp #10
	jr c, 3$
	ld a, #9
3$:	ld (chain), a
	ld b, a
	ld a, (best_chain)
	cp b
	jr nc, 4$
	ld a, b
	ld (best_chain), a
4$:	ld a, b
	swap a
	ld e, a			; ten times the chain, in decimal
	ld d, #0
	call add_score
	ld hl, #woken
	ld a, (hl)
	add a, #1
	daa
	ld (hl+), a
	ld a, (hl)
	adc a, #0
	daa
	ld (hl), a
	ld a, (chain)
	add a, #0x30
	ld b, a
	ld c, #0x30
	call popup
	call spark_burst
	ld a, (chain)
	dec a
	add a, a
	ld hl, #catch_sounds
	call address_at
	jp play_effect

; A = the signed word at HL, in sixteenths of a dot
sixteenths:
	ld a, (hl+)
	ld h, (hl)
	ld l, a
	add hl, hl
	add hl, hl
	add hl, hl
	add hl, hl
	ld a, h
	ret

; HL = B * C, all signed
multiply:
	ld a, b
	xor c
	push af
	bit 7, b
	jr z, 1$
	xor a
	sub b
	ld b, a
1$:	bit 7, c
	jr z, 2$
	xor a
	sub c
	ld c, a
2$:	ld hl, #0
	ld d, h
	ld e, c
3$:	srl b
	jr nc, 4$
	add hl, de
4$:	sla e
	rl d
	ld a, b
	or a
	jr nz, 3$
	pop af
	rlca
	ret nc
	xor a
	sub l
	ld l, a
	ld a, #0
	sbc a, h
	ld h, a
	ret

; Adds DE, in decimal, to the score; it stops at 999999.
add_score:
	ld hl, #score
	ld a, (hl)
	add a, e
	daa
	ld (hl+), a
	ld a, (hl)
	adc a, d
	daa
	ld (hl+), a
	ld a, (hl)
	adc a, #0
	daa
	ld (hl), a
	ret nc
	ld a, #0x99
	ld (hl-), a
	ld (hl-), a
	ld (hl), a
	ret

; Shows +BC (two digits) where Glim is.
popup:
	ld hl, #popup_text
	ld a, #0x2b
	ld (hl+), a
	ld a, b
	ld (hl+), a
	ld (hl), c
	ld a, #40
	ld (popup_timer), a
	ld a, (glim_x+1)
	cp #136
	jr c, 1$
	ld a, #136
1$:	ld (popup_x), a
	ld a, (camera)
	ld b, a
	ld a, (glim_y+1)
	sub b
	sub #8
	ld (popup_y), a
	ret

; Three new lanterns in eight have a mote below them. Keeps D.
maybe_mote:
	call random
	and #7
	cp #3
	ret nc
	ld a, (next_seq)
	and #3
	add a, a
	add a, a
	add a, #<motes
	ld l, a
	ld h, #>motes
	ld (hl), #1
	inc l
1$:	call random
	and #0x7f
	add a, #16
	ld (hl+), a
	ld a, (last_y)
	add a, #28
	ld (hl+), a
	ld a, (last_y+1)
	adc a, #0
	ld (hl), a
	ret

catch_motes:
	ld e, #<motes
1$:	ld l, e
	ld h, #>motes
	ld a, (hl)
	or a
	jr z, 2$
	inc l
	call offset
	jr nc, 2$
	ld a, b
	sub #22
	cp #21
	jr nc, 2$
	ld a, c
	sub #22
	cp #21
	jr nc, 2$
	ld l, e
	ld h, #>motes
	ld (hl), #0
	push de
	ld de, #0x0025
	call add_score
	ld bc, #0x3235
	call popup
	ld a, (flood+1)
	add a, #MOTE_RELIEF
	ld (flood+1), a
	jr nc, 3$
	ld hl, #flood+2
	inc (hl)
3$:	ld hl, #sfx_mote
	call play_effect
	pop de
2$:	ld a, e
	add a, #4
	ld e, a
	cp #<motes + 16
	jr nz, 1$
	ret

; The water climbs, faster at each level, and never falls far behind the screen.
move_flood:
	ld a, (flood_on)
	or a
	jr z, 1$
	ld a, (level)
	add a, #<flood_speeds
	ld l, a
	ld a, #>flood_speeds
	adc a, #0
	ld h, a
	ld b, (hl)
	ld hl, #flood
	ld a, (hl)
	sub b
	ld (hl+), a
	ld a, (hl)
	sbc a, #0
	ld (hl+), a
	ld a, (hl)
	sbc a, #0
	ld (hl), a
1$:	ld a, (camera)		; HL = camera + 176, the lowest that it may be
	add a, #176
	ld l, a
	ld a, (camera+1)
	adc a, #0
	ld h, a
	ld a, (flood+1)
	sub l
	ld a, (flood+2)
	sbc a, h
	bit 7, a
	jr nz, show_flood
	ld a, l
	ld (flood+1), a
	ld a, h
	ld (flood+2), a

; The window shows the water from its crest down.
show_flood:
	ld hl, #camera
	ld a, (flood+1)
	sub (hl)
	ld b, a
	inc hl
	ld a, (flood+2)
	sbc a, (hl)
	ld c, #0
	bit 7, a
	jr nz, 2$
	ld c, #160
	or a
	jr nz, 2$
	ld a, b
	cp #144
	jr nc, 2$
	ld c, b
2$:	ld a, c
	ld (wy_next), a
	ret

flood_speeds:
	.db 38, 46, 54, 62, 70, 78, 86, 93, 100, 107, 113, 119, 125, 131, 137, 143

; Carry if Glim touches the water or has left the screen below.
drowned:
	ld a, (flood+1)		; flood - glim_y - 1
	ld hl, #glim_y+1
	scf
	sbc a, (hl)
	inc hl
	ld a, (flood+2)
	sbc a, (hl)
	rlca
	ret c
	ld hl, #camera
	ld a, (glim_y+1)
	sub (hl)
	ld b, a
	inc hl
	ld a, (glim_y+2)
	sbc a, (hl)
	bit 7, a
	jr nz, 1$		; above the screen
	or a
	scf
	ret nz
	ld a, b
	cp #150
	ccf
	ret
1$:	or a
	ret

; The camera follows upwards only, and softly.
move_camera:
	ld a, (glim_y+1)	; HL = camera - (glim_y - 66)
	sub #66
	ld c, a
	ld a, (glim_y+2)
	sbc a, #0
	ld b, a
	ld hl, #camera
	ld a, (hl+)
	sub c
	ld c, a
	ld a, (hl)
	sbc a, b
	bit 7, a
	ret nz
	ld b, a
	or c
	ret z
	ld a, b
	or a
	ld a, #5
	jr nz, 1$
	ld a, c
	srl a
	srl a
	srl a
	inc a
	cp #5
	jr c, 1$
	ld a, #5
1$:	ld b, a
	ld hl, #camera
	ld a, (hl)
	sub b
	ld (hl+), a
	ret nc
	dec (hl)
	ret

; Height in rows over the first lantern, and from it the level and the moon's greeting.
measure_height:
	ld hl, #glim_y+1
	ld a, (hl+)
	ld c, a
	ld b, (hl)
	ld a, #<(START_CAMERA + 96)
	sub c
	ld l, a
	ld a, #>(START_CAMERA + 96)
	sbc a, b
	ld h, a
	ld a, h
	cp #0xf0
	ret nc			; below the lantern, or higher than the world
	srl h
	rr l
	srl h
	rr l
	srl h
	rr l
	ld a, (height)		; higher than ever?
	sub l
	ld a, (height+1)
	sbc a, h
	ret nc
	ld a, l
	ld (height), a
	ld a, h
	ld (height+1), a
	cp #1
	jr nz, 2$
	ld a, l
	cp #52			; 308 rows: beside the moon
	call z, greet_moon
2$:	ld a, h			; a level for each 32 rows
	ld b, l
	ld c, #5
3$:	srl a
	rr b
	dec c
	jr nz, 3$
	or a
	jr nz, 4$
	ld a, b
	cp #16
	jr c, 5$
4$:	ld a, #15
	jr 6$
5$:	ld a, b
6$:	ld (level), a
	ret

greet_moon:
	push hl
	ld de, #0x0500
	call add_score
	ld bc, #0x3030
	call popup
	ld a, #0x35
	ld (popup_text), a	; 500
	ld hl, #sfx_moon
	call play_effect
	pop hl
	ret
