; Two machines on a cable: link-a clocks the first bytes, link-b the next ones, then link-a once more while link-b
; sleeps and is woken by the serial interrupt. Each side checks every byte it gets. Start both within a second.
; Pan Docs "Serial Data Transfer": the internal clock shifts 8192 bits a second, so a byte takes up to 1024 M-cycles;
; the other side needs SC bit 7 set before the first clock.

	.include "hardware.inc"
	.include "constants.inc"	; LEADER: 1 in link-a, 0 in link-b

BYTES = 16
woken = 0xff80			; serial interrupts

	.area ROM (ABS)
	.org 0x58
	jp serial_irq
	.org 0x100
	nop
	jp start
	.org 0x150
start:
	ld sp, #0xdff0
	call shell_init
	xor a
	ldh (woken), a
	ld hl, #title
	call print
	call newline

	ld de, #0x31c4		; what link-a sends and link-b sends first
	.if LEADER
	call long_wait
	call lead
	ld de, #0x55e2
	call follow
	call long_wait
	ld de, #0x907f
	call lead
	.else
	call follow
	call long_wait
	ld de, #0x55e2
	call lead
	ld de, #0x907f
	xor a
	ldh (IF), a
	ld a, #0x08
	ldh (IE), a
	ei
	call follow
	di
	ldh a, (woken)
	ld b, #BYTES
	ld hl, #irq_name
	call check
	.endif
	jp verdict

; BYTES bytes by our own clock. D and E are the first bytes of link-a and link-b.
lead:
	ld c, #BYTES
1$:	push bc
	call short_wait		; the other side checks and loads its next byte meanwhile
	call mine_first
	ldh (SB), a
	xor a
	ldh (IF), a
	ld a, #0x81
	ldh (SC), a
	ld bc, #0
2$:	inc bc			; a round takes 9 M-cycles
	ldh a, (SC)
	rlca
	jr c, 2$
	ld a, c
	ld b, #98		; 7 to 8 periods of the clock: 896 to 1024 M-cycles
	ld c, #116
	ld hl, #time_name
	call check_range
	call received
	pop bc
	dec c
	jr nz, 1$
	ret

; BYTES bytes by the other side's clock
follow:
	ld c, #BYTES
1$:	push bc
	call mine_first
	ldh (SB), a
	ldh a, (IE)		; a sleeping follower's request is taken by the interrupt
	or a
	jr nz, 2$
	xor a
	ldh (IF), a
2$:	ld a, #0x80
	ldh (SC), a
	ld b, #5		; about two seconds
	ld hl, #0
	ldh a, (IE)
	or a
	jr nz, 6$
3$:	ldh a, (SC)
	rlca
	jr nc, 4$
	dec hl
	ld a, h
	or l
	jr nz, 3$
	dec b
	jr nz, 3$
5$:	ld hl, #clock_name	; nobody clocks: the rest would fail as well
	ld b, #0
	ld a, #1
	call check
	jp verdict
6$:	halt
	nop
4$:	call received
	pop bc
	dec c
	jr nz, 1$
	ret

; A = the byte that this side sends
mine_first:
	ld a, d
	.if LEADER
	.else
	ld a, e
	.endif
	ret

; Checks the byte in SB and the request in IF, and moves D and E on to the next bytes.
received:
	ldh a, (SB)
	ld b, e
	.if LEADER
	.else
	ld b, d
	.endif
	push de
	ld hl, #byte_name
	call check
	ldh a, (IE)
	or a
	jr nz, 1$
	ldh a, (IF)
	and #0x08
	ld b, #0x08
	ld hl, #flag_name
	call check
1$:	pop de
	ld a, d
	add a, #7
	ld d, a
	ld a, e
	add a, #11
	ld e, a
	ret

; About 3000 M-cycles
short_wait:
	ld b, #250
1$:	push hl
	pop hl
	dec b
	jr nz, 1$
	ret

; About half a second
long_wait:
	ld c, #170
1$:	call short_wait
	dec c
	jr nz, 1$
	ret

serial_irq:
	push af
	ldh a, (woken)
	inc a
	ldh (woken), a
	pop af
	reti

	.if LEADER
title:	.ascii "LINK A"
	.else
title:	.ascii "LINK B"
	.endif
	.db 0
byte_name:	.ascii "BYTE       "
	.db 0
flag_name:	.ascii "IF         "
	.db 0
time_name:	.ascii "TIME       "
	.db 0
clock_name:	.ascii "NO CLOCK   "
	.db 0
irq_name:	.ascii "INTERRUPTS "
	.db 0

	.include "shell.s"
