; The battery save: two copies, each with a signature and a checksum, so that a write cut short loses nothing.
; GLM1, best score (3, decimal), best height (2), best chain, lanterns woken ever (3, decimal), music off, sum, ~sum

SAVE_BEST = save + 4
SAVE_HEIGHT = save + 7
SAVE_CHAIN = save + 9
SAVE_WOKEN = save + 10
SAVE_MUTE = save + 13

save_load:
	ld a, #0x0a
	ld (0x0000), a		; RAM on
	xor a
	ld (0x4000), a		; bank 0
	ld hl, #0xa000
	call load_copy
	jr z, 1$
	ld hl, #0xa100
	call load_copy
	jr z, 1$
	ld hl, #save		; neither is whole: begin anew
	ld bc, #16
	call clear
	ld hl, #save_signature
	ld de, #save
	ld bc, #4
	call copy
1$:	xor a
	ld (0x0000), a		; RAM off
	ret

save_signature:
	.ascii "GLM1"

; Z: the copy at HL is whole, and is in `save` now.
load_copy:
	ld de, #save
	ld bc, #16
	call copy
	call save_sum
	ld a, (save+14)
	cp b
	ret nz
	cpl
	ld b, a
	ld a, (save+15)
	cp b
	ret nz
	ld hl, #save
	ld de, #save_signature
	ld b, #4
1$:	ld a, (de)
	cp (hl)
	ret nz
	inc de
	inc hl
	dec b
	jr nz, 1$
	ret

; B = the sum of the first 14 bytes, and 0x5a
save_sum:
	ld hl, #save
	ld b, #0x5a
	ld c, #14
1$:	ld a, (hl+)
	add a, b
	ld b, a
	dec c
	jr nz, 1$
	ret

save_store:
	call save_sum
	ld a, b
	ld (save+14), a
	cpl
	ld (save+15), a
	ld a, #0x0a
	ld (0x0000), a
	xor a
	ld (0x4000), a
	ld hl, #save
	ld de, #0xa000
	ld bc, #16
	call copy
	ld hl, #save
	ld de, #0xa100
	ld bc, #16
	call copy
	xor a
	ld (0x0000), a
	ret

; Takes the run's results into the save and writes it.
save_results:
	xor a
	ld (new_best), a
	ld a, (SAVE_BEST)	; best - score
	ld hl, #score
	sub (hl)
	inc hl
	ld a, (SAVE_BEST+1)
	sbc a, (hl)
	inc hl
	ld a, (SAVE_BEST+2)
	sbc a, (hl)
	jr nc, 1$
	ld a, #1
	ld (new_best), a
	ld hl, #score
	ld de, #SAVE_BEST
	ld bc, #3
	call copy
1$:	ld hl, #height
	ld a, (SAVE_HEIGHT)
	sub (hl)
	inc hl
	ld a, (SAVE_HEIGHT+1)
	sbc a, (hl)
	jr nc, 2$
	ld a, (hl-)
	ld (SAVE_HEIGHT+1), a
	ld a, (hl)
	ld (SAVE_HEIGHT), a
2$:	ld a, (best_chain)
	ld b, a
	ld a, (SAVE_CHAIN)
	cp b
	jr nc, 3$
	ld a, b
	ld (SAVE_CHAIN), a
3$:	ld hl, #SAVE_WOKEN
	ld a, (woken)
	add a, (hl)
	daa
	ld (hl+), a
	ld a, (woken+1)
	adc a, (hl)
	daa
	ld (hl+), a
	ld a, (hl)
	adc a, #0
	daa
	ld (hl), a
	jp save_store
