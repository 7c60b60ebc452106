; What our test ROMs share: checks, text on the screen, and a verdict by Mooneye's protocol
; (B, C, D, E, H, L = 3, 5, 8, 13, 21, 34 for a pass, all $42 for a failure, then LD B,B).
; The text goes to work RAM first, so that a test may do with the LCD what it likes.

shell_text = 0xde00		; 18 lines of 20 letters
shell_at = 0xdf70		; where the next letter goes
shell_model = 0xdf72		; A at the start: $11 on CGB and AGB
shell_checks = 0xdf73
shell_failures = 0xdf74

; First thing after the start, with A as the boot ROM left it. The LCD is off afterwards.
shell_init:
	di
	ld (shell_model), a
	call lcd_off
	ld hl, #shell_text
	ld a, l
	ld (shell_at), a
	ld a, h
	ld (shell_at+1), a
	ld bc, #18*20
1$:	ld (hl), #0x20
	inc hl
	dec bc
	ld a, b
	or c
	jr nz, 1$
	xor a
	ld (shell_checks), a
	ld (shell_failures), a
	ldh (IE), a
	ldh (IF), a
	ret

; Turns the LCD off in VBlank, where it does no harm.
lcd_off:
	ldh a, (LCDC)
	rlca
	ret nc
1$:	ldh a, (LY)
	cp #145
	jr nz, 1$
	xor a
	ldh (LCDC), a
	ret

; Letter A. Keeps BC, DE, HL.
put_letter:
	push hl
	push af
	ld hl, #shell_at
	ld a, (hl+)
	ld h, (hl)
	ld l, a
	pop af
	ld (hl+), a
	ld a, h			; the last line is the bottom
	cp #>(shell_text + 360)
	jr c, 1$
	ld a, l
	cp #<(shell_text + 360)
	jr c, 1$
	ld hl, #shell_text + 340
1$:	ld a, l
	ld (shell_at), a
	ld a, h
	ld (shell_at+1), a
	pop hl
	ret

; The zero-ended text at HL, which goes behind it.
print:
	ld a, (hl+)
	or a
	ret z
	call put_letter
	jr print

; To the next line; the last one is used again.
newline:
	push hl
	push de
	ld hl, #shell_text
	ld de, #20
1$:	add hl, de
	ld a, (shell_at+1)
	cp h
	jr c, 2$
	jr nz, 1$
	ld a, (shell_at)
	cp l
	jr nc, 1$
2$:	ld de, #-(shell_text + 360)
	push hl
	add hl, de
	pop hl
	jr nc, 4$
	ld hl, #shell_text + 340
	push hl
	ld e, #20
3$:	ld (hl), #0x20
	inc hl
	dec e
	jr nz, 3$
	pop hl
4$:	ld a, l
	ld (shell_at), a
	ld a, h
	ld (shell_at+1), a
	pop de
	pop hl
	ret

; A in two hexadecimal digits
print_hex:
	push af
	swap a
	call 1$
	pop af
1$:	and #0x0f
	add a, #0x30
	cp #0x3a
	jr c, 2$
	add a, #7
2$:	jr put_letter

; A was seen, B is right, HL is the check's name (ten letters). Prints only what is wrong.
check:
	push hl
	ld hl, #shell_checks
	inc (hl)
	pop hl
	cp b
	ret z
	push af
	call print
	pop af
	call print_hex
	ld a, #0x21		; !
	call put_letter
	ld a, b
	call print_hex
	call newline
	ld hl, #shell_failures
	inc (hl)
	ret

; A was seen, B to C are right.
check_range:
	push af
	cp b
	jr c, 1$
	cp c
	jr z, 2$
	jr nc, 1$
2$:	ld b, a			; any of them will do
1$:	pop af
	jr check

; Shows the text, waits until it has been on the screen, and gives the verdict.
verdict:
	ld hl, #checks_text
	call print
	ld a, (shell_checks)
	call print_hex
	call newline
	ld a, (shell_failures)
	or a
	ld hl, #passed_text
	jr z, 1$
	ld hl, #failed_text
	call print
	ld a, (shell_failures)
	call print_hex
	jr 2$
1$:	call print
2$:	call show_text
	ld a, (shell_failures)
	or a
	jr nz, 3$
	ld b, #3
	ld c, #5
	ld d, #8
	ld e, #13
	ld h, #21
	ld l, #34
	jr 4$
3$:	ld b, #0x42
	ld c, b
	ld d, b
	ld e, b
	ld h, b
	ld l, b
4$:	ld b, b
5$:	jr 5$

show_text:
	call lcd_off
	ld hl, #font
	ld de, #0x8200
1$:	ld a, (hl+)
	ld (de), a
	inc de
	ld a, d
	cp #0x86
	jr nz, 1$
	xor a
	ldh (VBK), a
	ldh (SCX), a
	ldh (SCY), a
	ld hl, #shell_text
	ld de, #0x9800
	ld b, #18
2$:	ld c, #20
3$:	ld a, (hl+)
	ld (de), a
	inc de
	dec c
	jr nz, 3$
	ld a, e
	add a, #12
	ld e, a
	jr nc, 4$
	inc d
4$:	dec b
	jr nz, 2$
	ld a, #0xe4
	ldh (BGP), a
	ld a, (shell_model)
	cp #0x11
	jr nz, 6$
	ld a, #1		; CGB: attributes 0, and the colours of paper and ink
	ldh (VBK), a
	ld hl, #0x9800
5$:	xor a
	ld (hl+), a
	ld a, h
	cp #0x9c
	jr nz, 5$
	xor a
	ldh (VBK), a
	ld a, #0x80
	ldh (BCPS), a
	ld a, #0xff
	ldh (BCPD), a
	ld a, #0x7f
	ldh (BCPD), a
	ld b, #6
7$:	xor a
	ldh (BCPD), a
	dec b
	jr nz, 7$
6$:	ld a, #0x91
	ldh (LCDC), a
	ld b, #3		; three frames
8$:	ldh a, (LY)
	cp #144
	jr nz, 8$
9$:	ldh a, (LY)
	cp #143
	jr nz, 9$
	dec b
	jr nz, 8$
	ret

checks_text:	.ascii "CHECKS: "
	.db 0
passed_text:	.ascii "ALL PASSED"
	.db 0
failed_text:	.ascii "FAILED: "
	.db 0
	.include "font.inc"
