; Runs the steps of steps.mjs: writes to the mapper's registers and to RAM, and what must then be read.

	.include "hardware.inc"

WRITE = 1		; address (word), value
READ = 2		; address (word), right value, zero-ended name
READ_NOT = 3		; the same, but this value is the wrong one

	.area ROM (ABS)
	.org 0x100
	nop
	jp start
	.org 0x150
start:
	ld sp, #0xdff0
	call shell_init
	ld hl, #title
	call print
	call newline

	ld hl, #steps
1$:	ld a, (hl+)
	or a
	jp z, verdict
	ld c, a
	ld a, (hl+)
	ld e, a
	ld a, (hl+)
	ld d, a
	ld a, (hl+)
	ld b, a
	ld a, c
	cp #WRITE
	jr nz, 2$
	ld a, b
	ld (de), a
	jr 1$
2$:	cp #READ_NOT
	ld a, (de)
	jr nz, 4$
	cp b
	ld b, a			; anything else is right
	jr nz, 4$
	cpl
	ld b, a
	cpl
4$:	push hl
	call check
	pop hl
3$:	ld a, (hl+)		; behind the name
	or a
	jr nz, 3$
	jr 1$

	.include "shell.s"
	.include "steps.inc"
