; Music on all four channels, one row each song_tempo frames, and effects that borrow the first pulse channel
; or the noise channel. Runs once a frame in VBlank.

; A voice: address of its next byte (2), rows to wait, length of its notes, instrument; 8 bytes.
V_WAIT = 2
V_LENGTH = 3
V_INSTRUMENT = 4
; An effect: address of its next step (2), frames left, busy.

REST = 0x60
SET_LENGTH = 0x80
SET_INSTRUMENT = 0xc0
SONG_STOP = 0xfe
SONG_LOOP = 0xff

audio_init:
	ld a, #0x80
	ldh (NR52), a
	ld a, #0xff
	ldh (NR51), a
	ld a, #0x55
	ldh (NR50), a
	xor a
	ldh (NR30), a
	ld hl, #bass_wave
	ld de, #0xff30
	ld b, #16
1$:	ld a, (hl+)
	ld (de), a
	inc e
	dec b
	jr nz, 1$
	jp hush

; A soft triangle with an edge
bass_wave:
	.db 0x12, 0x46, 0x8a, 0xce, 0xff, 0xfe, 0xdc, 0xba, 0x98, 0x76, 0x54, 0x33, 0x22, 0x11, 0x00, 0x01

; The held notes fall silent. Envelope 8 is silence with the DAC still on: no click.
hush:
	xor a
	ldh (NR32), a
	ld a, #0x08
	ldh (NR12), a
	ldh (NR22), a
	ldh (NR42), a
	ld a, #0x80
	ldh (NR14), a
	ldh (NR24), a
	ldh (NR44), a
	ret

stop_song:
	xor a
	ld (song_tempo), a
	jr hush

; Song at HL: tempo, then the addresses of four voices.
play_song:
	di
	ld a, (hl+)
	ld (song_tempo), a
	ld a, #1
	ld (song_wait), a
	ld de, #voices
	ld b, #4
1$:	ld a, (hl+)
	ld (de), a
	inc de
	ld a, (hl+)
	ld (de), a
	inc de
	ld a, #1
	ld (de), a		; V_WAIT
	inc de
	ld (de), a
	inc de
	xor a
	ld (de), a
	inc de
	inc de
	inc de
	inc de
	dec b
	jr nz, 1$
	call hush
	ei
	ret

; Effect at HL. Keeps BC, DE.
play_effect:
	push bc
	push de
	ld a, (hl+)
	add a, a
	add a, a
	add a, #<effects
	ld e, a
	ld a, #>effects
	adc a, #0
	ld d, a
	di
	ld a, l
	ld (de), a
	inc de
	ld a, h
	ld (de), a
	inc de
	ld a, #1
	ld (de), a
	inc de
	ld (de), a
	ei
	pop de
	pop bc
	ret

; The same, unless another sound has the first channel.
play_quietly:
	ld a, (effects+3)
	or a
	ret nz
	jr play_effect

audio_tick:
	ld de, #effects
	ld c, #NR10
1$:	ld h, d
	ld l, e
	inc hl
	inc hl
	dec (hl)
	inc hl
	jr nz, 2$
	ld a, (hl)
	or a
	call nz, effect_step
2$:	ld a, e
	add a, #4
	ld e, a
	ld a, c
	add a, #5
	ld c, a
	cp #NR10 + 20
	jr nz, 1$

	ld a, (state)
	cp #PAUSE
	ret z
	ld a, (song_tempo)
	or a
	ret z
	ld b, a
	ld hl, #song_wait
	dec (hl)
	ret nz
	ld (hl), b
	ld hl, #voices
	ld c, #0
3$:	push hl
	inc hl
	inc hl
	dec (hl)
	pop hl
	call z, voice_row
	ld a, l
	add a, #8
	ld l, a
	jr nc, 4$
	inc h
4$:	inc c
	ld a, c
	cp #4
	jr nz, 3$
	ret

; The next step of effect DE to the registers from C on; HL points to its busy flag. Keeps C, DE.
effect_step:
	push bc
	push de
	ld a, (de)
	ld l, a
	inc de
	ld a, (de)
	ld h, a
	ld a, (hl+)
	inc de
	ld (de), a		; frames
	or a
	jr z, 2$
	ld b, #5
1$:	ld a, (hl+)
	ldh (c), a
	inc c
	dec b
	jr nz, 1$
	dec de
	ld a, h
	ld (de), a
	dec de
	ld a, l
	ld (de), a
	pop de
	pop bc
	ret
2$:	inc de			; it is over: silence until the music's next note
	ld (de), a
	inc c
	inc c
	ld a, #0x08
	ldh (c), a
	inc c
	inc c
	ld a, #0x80
	ldh (c), a
	pop de
	pop bc
	ret

; Voice HL (number C) comes to its next note. Keeps C, HL.
voice_row:
	push bc
	push hl
	ld e, (hl)
	inc hl
	ld d, (hl)
	inc hl			; HL = V_WAIT
1$:	ld a, (de)
	inc de
	cp #SONG_STOP
	jr c, 2$
	jr z, 5$
	ld a, (de)		; loop
	ld b, a
	inc de
	ld a, (de)
	ld d, a
	ld e, b
	jr 1$
2$:	cp #SET_INSTRUMENT
	jr c, 3$
	sub #SET_INSTRUMENT
	inc hl
	inc hl
	ld (hl-), a
	dec hl
	jr 1$
3$:	cp #SET_LENGTH
	jr c, 4$
	sub #SET_LENGTH - 1
	inc hl
	ld (hl-), a
	jr 1$
4$:	ld b, a			; a note or a rest
	inc hl
	ld a, (hl-)
	ld (hl-), a		; its length
	ld (hl), d
	dec hl
	ld (hl), e
	inc hl
	inc hl
	inc hl
	inc hl
	ld e, (hl)		; instrument
	ld a, (SAVE_MUTE)
	or a
	call z, voice_note
	pop hl
	pop bc
	ret
5$:	xor a			; the song is over
	ld (song_tempo), a
	call hush
	pop hl
	pop bc
	ret

; Note B with instrument E on voice C, unless an effect has its channel.
voice_note:
	ld a, c
	add a, a
	add a, a
	add a, #<(effects+3)
	ld l, a
	ld a, #>(effects+3)
	adc a, #0
	ld h, a
	ld a, (hl)
	or a
	ret nz
	ld a, c
	cp #2
	jr z, wave_note
	jr nc, drum
	ld hl, #NR14 * 256 + NR12
	or a
	jr z, 1$
	ld hl, #NR24 * 256 + NR22
1$:	ld c, l
	ld a, b
	cp #REST
	jr nz, 2$
	ld a, #0x08
	ldh (c), a
	ld c, h
	ld a, #0x80
	ldh (c), a
	ret
2$:	push hl
	ld a, e
	add a, a
	add a, #<instruments
	ld l, a
	ld a, #>instruments
	adc a, #0
	ld h, a
	dec c
	ld a, (hl+)
	ldh (c), a
	inc c
	ld a, (hl)
	ldh (c), a
	xor a
	ldh (NR10), a
	call period_of
	pop bc			; B = the high register
	ld c, b
	dec c
	ld a, l
	ldh (c), a
	inc c
	ld a, h
	or #0x80
	ldh (c), a
	ret

; HL = the period of note B
period_of:
	ld l, b
	ld h, #0
	add hl, hl
	ld bc, #note_periods
	add hl, bc
	ld a, (hl+)
	ld h, (hl)
	ld l, a
	ret

wave_note:
	ld a, b
	cp #REST
	ld a, #0
	jr z, 1$
	xor a			; off first: DMG spoils wave RAM when a playing channel starts again
	ldh (NR30), a
	ld a, #0x80
	ldh (NR30), a
	call period_of
	ld a, l
	ldh (NR33), a
	ld a, h
	or #0x80
	ldh (NR34), a
	ld a, #0x40
1$:	ldh (NR32), a
	ret

drum:
	ld a, b
	cp #REST
	ret z
	add a, a
	add a, #<drums
	ld l, a
	ld a, #>drums
	adc a, #0
	ld h, a
	xor a
	ldh (NR41), a
	ld a, (hl+)
	ldh (NR42), a
	ld a, (hl)
	ldh (NR43), a
	ld a, #0x80
	ldh (NR44), a
	ret

; Duty and envelope
instruments:
	.db 0x80, 0x93		; lead
	.db 0x40, 0x52		; arpeggio
; Envelope and shape: kick, snare, hat
drums:
	.db 0x91, 0x64, 0x71, 0x33, 0x31, 0x01

; Select, while the game is paused: music off or on. Kept with the best score.
toggle_music:
	ld a, (SAVE_MUTE)
	xor #1
	ld (SAVE_MUTE), a
	jp save_store
