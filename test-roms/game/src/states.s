; What happens in each state of the game, once a frame.

; A new world and a new run; the screen must be covered or off.
new_world:
	ld hl, #camera
	ld bc, #popup_timer - camera
	call clear
	xor a
	ld (popup_timer), a
	ld hl, #START_CAMERA
	ld a, l
	ld (camera), a
	ld a, h
	ld (camera+1), a
	ld hl, #(START_CAMERA >> 3) + 18
	ld a, l
	ld (top_row), a
	ld a, h
	ld (top_row+1), a
	ld hl, #START_CAMERA + 168
	ld a, l
	ld (flood+1), a
	ld a, h
	ld (flood+2), a
	ld a, #6
	ld (stamp_gap), a
	ld a, #255
	ld (sky_shown), a
	call first_lanterns
	ld hl, #lanterns + L_WOKEN	; it is awake, and Glim circles it
	ld (hl), #1
	ld a, #0x40
	ld (angle+1), a
	xor a
	ld (home), a
	ld e, a
	call turn_speed
	ld a, l
	ld (turn), a
	ld a, h
	ld (turn+1), a
	call follow_ring
	ld hl, #trail
	ld b, #4
1$:	ld a, (glim_x+1)
	ld (hl+), a
	ld a, (glim_y+1)
	ld (hl+), a
	ld a, (glim_y+2)
	ld (hl+), a
	dec b
	jr nz, 1$
	jp update_sky

; With the LCD off: the whole title.
enter_title:
	call new_world
1$:	call make_row
	jr c, 2$
	call flush_row
	jr 1$
2$:	ld e, #0
	call wake_face
	call flush_queue
	call draw_logo
	ld hl, #title_press
	ld de, #0x9800 + 15*32 + 4
	call put_text
	ld hl, #title_best
	ld de, #0x9800 + 9*32 + 5
	ld a, (SAVE_BEST)
	ld b, a
	ld a, (SAVE_BEST+1)
	or b
	ld b, a
	ld a, (SAVE_BEST+2)
	or b
	jr z, 3$		; nobody has played yet
	push de
	call put_text
	pop de
	ld a, e
	add a, #5
	ld e, a
	ld hl, #SAVE_BEST+2
	call put_score
3$:	ld a, #148
	ld (wy_next), a
	ld a, #7
	ldh (WX), a
	ld a, #148
	ldh (WY), a
	ld a, #TITLE
	call set_state
	ld hl, #song_TITLE
	call play_song
	call raster_start
	ld a, #LCDC_ON
	ldh (LCDC), a
	ret

title_press:
	.ascii "PRESS START"
	.db 0
title_best:
	.ascii "BEST"
	.db 0

; The logo is a board of dots, one to a tile: 16 by 7, two columns in and one row down.
; A dot that is part of a letter shines with its diagonal.
draw_logo:
	ld hl, #logo
	ld de, #0x9800 + 32 + 2
	ld c, #0		; row
1$:	ld b, #0		; column
2$:	ld a, b
	and #7
	jr nz, 3$
	ld a, (hl+)
	ld (digits), a
3$:	ld a, (digits)
	rlca
	ld (digits), a
	ld a, #T_LOGO0
	jr nc, 4$
	ld a, b
	add a, c
	and #7
	add a, #T_SHINE
4$:	ld (de), a
	ld a, (is_cgb)
	or a
	jr z, 5$
	ldh (VBK), a
	ld a, #6
	ld (de), a
	xor a
	ldh (VBK), a
5$:	inc e
	inc b
	ld a, b
	cp #16
	jr nz, 2$
	ld a, e
	add a, #16
	ld e, a
	jr nc, 6$
	inc d
6$:	inc c
	ld a, c
	cp #7
	jr nz, 1$
	ret

; 16 dots are two bytes
logo:
	.db 0x64, 0x51, 0x94, 0x5b, 0x84, 0x55, 0xb4, 0x55, 0x94, 0x51, 0x94, 0x51, 0x67, 0x51

; One of the eight shining tiles a frame: they light up one after the other, then a gleam runs through.
shine:
	ld a, (ticks)
	and #7
	ld b, a
	swap a
	add a, #<(0x8000 + T_SHINE * 16)
	ld (copy_to), a
	ld a, #>(0x8000 + T_SHINE * 16)
	adc a, #0
	ld (copy_to+1), a
	ld a, (timer+1)
	ld d, a
	ld a, (timer)
	srl d
	rra
	srl d
	rra
	srl d
	rra
	sub b			; eighths of a second since this diagonal's turn
	ld c, #0
	jr c, 1$
	cp #2
	jr c, 2$
	and #0x1f
	ld c, #3
	cp #4
	jr c, 1$
	ld c, #2
	jr 1$
2$:	ld c, #1
1$:	ld a, c
	swap a
	add a, #<shine_frames
	ld (copy_from), a
	ld a, #>shine_frames
	adc a, #0
	ld (copy_from+1), a
	ld a, #1
	ld (copy_blocks), a
	ret

; The ring of the title begins again.
title_ring_full:
	xor a
	ld (lit_count), a
	ld hl, #lanterns + L_LIT
	ld (hl+), a
	ld (hl), a
	ld c, #11
1$:	ld hl, #big_dots
	ld b, #0
	add hl, bc
	ld b, (hl)
	ld e, #0
	push bc
	call cell_address
	pop bc
	ld a, c
	add a, #T_BIG_RING
	call queue_push
	dec c
	bit 7, c
	jr z, 1$
	ret

do_title:
	ld a, (joy_new)
	push af
	xor a
	ld (joy_new), a		; Glim stays
	call move_glim
	pop bc
	ld a, b
	and #LEAP + START
	jr nz, 1$
	call move_trail
	call shine
	call blink_press
	xor a
	ld (oam_next), a
	call draw_glim
	call draw_trail
	call hide_rest
	call update_sky
	jp show_camera
1$:	ld hl, #sfx_start
	call play_effect
	ld a, #INTRO
	jr begin_rise

; PRESS START comes and goes once a second.
blink_press:
	ld a, (timer)
	and #0x1f
	ret nz
	ld hl, #title_press
	ld de, #0x9800 + 15*32 + 4
	ld b, #11
1$:	ld a, (timer)
	bit 5, a
	ld a, #0x20
	jr z, 2$
	ld a, (hl)
2$:	inc hl
	call queue_push
	inc e
	dec b
	jr nz, 1$
	ret

; The water will cover the screen, then show panel A.
begin_rise:
	ld (panel), a
	ld a, (wy_next)
	cp #144
	jr c, 1$
	ld a, #144
	ld (wy_next), a
1$:	ld a, #RISE
	jp set_state

do_rise:
	ld a, (timer)
	srl a
	srl a
	add a, #2
	ld b, a
	ld a, (wy_next)
	sub b
	jr nc, 1$
	xor a
1$:	ld (wy_next), a
	or a
	jr nz, 2$
	call new_world_keeping_results
	ld a, #PANEL
	call set_state
	xor a
	ld (panel_row), a
	ld (oam_next), a
	jp hide_rest
2$:	call move_trail
	call draw_objects
	call animate_crest
	call update_sky
	jp show_camera

; The score, height and chain stay to be read; begin_run forgets them.
new_world_keeping_results:
	ld hl, #score
	ld b, #8
1$:	ld a, (hl+)
	push af
	dec b
	jr nz, 1$
	ld a, (height)
	ld (result_height), a
	ld a, (height+1)
	ld (result_height+1), a
	call new_world
	call spawn_lanterns
	ld hl, #score + 7
	ld b, #8
2$:	pop af
	ld (hl-), a
	dec b
	jr nz, 2$
	ret

; The panel's lines appear one a frame; then the world is made behind the water; then a button goes on.
do_panel:
	call animate_crest
	ld a, (row_pending)
	or a
	ret nz
	ld a, (panel_row)
	cp #PANEL_ROWS
	jr nc, 1$
	call panel_line
	ld hl, #panel_row
	inc (hl)
	ret
1$:	call make_row
	ret nc
	ld a, (panel)
	cp #INTRO
	jr nz, 2$
	ld a, (timer+1)		; the hint leaves by itself after four seconds
	or a
	jr nz, 3$
2$:	ld a, (timer)
	cp #45
	jr nc, 4$
	ld a, (timer+1)
	or a
	ret z
4$:	ld a, (joy_new)
	and #LEAP + START
	ret z
3$:	call begin_run
	ld a, #DRAIN
	jp set_state

begin_run:
	ld hl, #score
	ld bc, #8
	call clear
	ld hl, #sfx_start
	call play_effect
	ld hl, #song_GAME
	call play_song
	ld e, #0
	jp wake_face

do_drain:
	call animate_crest
	ld a, (panel_row)	; first the text goes
	or a
	jr z, 1$
	ld a, (row_pending)
	or a
	ret nz
	ld hl, #panel_row
	dec (hl)
	jp water_line
1$:	ld a, (wy_next)
	add a, #4
	cp #144
	jr c, 2$
	ld a, #160
2$:	ld (wy_next), a
	cp #160
	jr c, 3$
	ld a, #PLAY
	call set_state
3$:	xor a
	ld (joy_new), a
	call move_glim
	call move_trail
	call draw_objects
	call update_sky
	jp show_camera

do_play:
	ld a, (joy_new)
	and #START
	jr z, 1$
	ld hl, #sfx_pause
	call play_effect
	call hush
	ld a, #PAUSE
	jp set_state
1$:	call move_drifters
	call move_glim
	call move_flood
	call move_camera
	call measure_height
	call spawn_lanterns
	call make_row
	call move_trail
	call draw_objects
	call animate_crest
	call update_sky
	call hurry
	call drowned
	jr nc, show_camera
	ld a, #2		; the light goes out
	ld (glim_mode), a
	ld a, (glim_y+1)
	ld hl, #camera
	sub (hl)
	cp #140
	jr c, 2$
	ld a, (camera)		; sparks from the lower edge
	add a, #136
	ld (glim_y+1), a
2$:	call spark_burst
	ld hl, #sfx_splash
	call play_effect
	call stop_song
	call save_results
	ld a, #24
	ld (shake), a
	ld a, #DYING
	call set_state

; The music hurries while the water is within 48 dots of Glim.
hurry:
	ld hl, #glim_y+1
	ld a, (flood+1)
	sub (hl)
	ld b, a
	inc hl
	ld a, (flood+2)
	sbc a, (hl)
	ld c, #7
	jr nz, 1$
	ld a, b
	cp #48
	jr nc, 1$
	ld c, #5
1$:	ld a, c
	ld (song_tempo), a
	ret

; The picture follows the camera, and trembles after a fall.
show_camera:
	ld b, #0
	ld hl, #shake
	ld a, (hl)
	or a
	jr z, 1$
	dec (hl)
	rrca
	rrca
	and #1
	add a, a
	dec a
	ld b, a			; -1 or 1
1$:	ld a, (camera)
	add a, b
	ld (scy_next), a
	ret

do_dying:
	call draw_objects
	call animate_crest
	call update_sky
	ld a, (timer)
	cp #50
	jr c, show_camera
	ld hl, #song_OVER
	ld a, (new_best)
	or a
	jr z, 1$
	ld hl, #song_BEST
1$:	call play_song
	ld a, #RESULT
	jp begin_rise

do_pause:
	xor a
	ld (oam_next), a
	ld hl, #pause_text
	ld bc, #(52 << 8) + 68
	call object_text
	ld bc, #(136 << 8) + 64
	call object_text
	ld bc, #(148 << 8) + 56
	call object_text
	ld a, (SAVE_MUTE)
	or a
	ld hl, #on_text
	jr z, 1$
	ld hl, #off_text
1$:	call object_text
	call draw_glim
	call draw_score
	call draw_drifters
	call draw_motes
	call hide_rest
	ld a, (joy_new)
	and #SELECT
	call nz, toggle_music
	ld a, (joy_new)
	and #START + 1
	ret z
	ld hl, #sfx_pause
	call play_effect
	ld a, #PLAY
	jp set_state

pause_text:
	.ascii "PAUSE"
	.db 0
	.ascii "SELECT"
	.db 0
	.ascii "MUSIC "
	.db 0
on_text:
	.ascii "ON"
	.db 0
off_text:
	.ascii "OFF"
	.db 0

; The waves: the crest's four tiles, moved by a dot every fourth frame.
animate_crest:
	ld a, (ticks)
	and #3
	ret nz
	ld hl, #crest_shift
	ld a, (hl)
	inc a
	and #0x1f
	ld (hl), a
	ld l, a			; 64 bytes each
	ld h, #0
	ld b, #6
1$:	add hl, hl
	dec b
	jr nz, 1$
	ld bc, #crest_frames
	add hl, bc
	ld a, l
	ld (copy_from), a
	ld a, h
	ld (copy_from+1), a
	ld hl, #0x8000 + T_CREST * 16
	ld a, l
	ld (copy_to), a
	ld a, h
	ld (copy_to+1), a
	ld a, #4
	ld (copy_blocks), a
	ret
