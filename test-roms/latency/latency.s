; From key to pixel: the whole screen is black while any button is down, white otherwise. The palette is all that
; changes, so the first black dot is drawn right after the program saw the button.
; The joypad is polled without a pause (a round takes 16 M-cycles); the joypad interrupt blackens too.
; After the first press and release: a pass if the interrupt and the poll both saw it, and then it goes on.

	.include "hardware.inc"

presses = 0xff80		; seen by polling
interrupts = 0xff81		; presses that raised the joypad interrupt
first_line = 0xff82		; LY when polling saw the last press
told = 0xff83			; the verdict was given

	.area ROM (ABS)
	.org 0x60
	jp joypad_irq
	.org 0x100
	nop
	jp start
	.org 0x150
start:
	ld sp, #0xdff0
	call shell_init
	ld hl, #0x8000		; one blank tile everywhere
1$:	xor a
	ld (hl+), a
	ld a, h
	cp #0xa0
	jr nz, 1$
	xor a
	ldh (presses), a
	ldh (interrupts), a
	ldh (told), a
	ldh (BGP), a
	ldh (P1), a		; both halves of the matrix at once
	ld a, #0x91
	ldh (LCDC), a
	xor a
	ldh (IF), a
	ld a, #0x10
	ldh (IE), a
	ei

; All buttons are up.
up:	xor a
	ldh (BGP), a
1$:	ldh a, (P1)
	cpl
	and #0x0f
	jr z, 1$
	ld a, #0xff
	ldh (BGP), a
	ldh a, (LY)
	ldh (first_line), a
	ldh a, (presses)
	inc a
	ldh (presses), a

; A button is down until P1 has been quiet for most of a frame: contacts bounce.
down:	ld b, #4		; times 256 rounds of 12 M-cycles
	ld c, #0
1$:	ldh a, (P1)
	cpl
	and #0x0f
	jr nz, down
	dec c
	jr nz, 1$
	dec b
	jr nz, 1$
	ldh a, (told)
	or a
	jr nz, up
	inc a
	ldh (told), a
	ldh a, (interrupts)
	or a
	jr z, 2$
	ld b, #3
	ld c, #5
	ld d, #8
	ld e, #13
	ld h, #21
	ld l, #34
	ld b, b
	jr up
2$:	ld b, #0x42
	ld c, b
	ld d, b
	ld e, b
	ld h, b
	ld l, b
	ld b, b
	jr up

; The first edge of a press; held buttons raise no more.
joypad_irq:
	push af
	ld a, #0xff
	ldh (BGP), a
	ldh a, (interrupts)
	inc a
	ldh (interrupts), a
	pop af
	reti

	.include "shell.s"
