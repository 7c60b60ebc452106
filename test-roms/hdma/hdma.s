; VRAM DMA on CGB against the PPU's modes: what HDMA5 shows, when blocks move, and what has arrived.
; Pan Docs "LCD VRAM DMA Transfers".

	.include "hardware.inc"

BLOCKS = 0x8800			; where everything is copied to

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
	call general
	call general_time
	call hblank_from_drawing
	call hblank_from_hblank
	call hblank_from_vblank
	call stop_and_go_on
	call halted
	call double_speed
	jp verdict
title:	.ascii "HDMA"
	.db 0

; General-purpose DMA: all at once. The low four bits of both addresses and the high three of the destination
; don't count. The VRAM bank does.
general:
	call prepare
	ld a, #0x05
	ldh (HDMA4), a
	ld a, #0xe8		; $8800 in the end
	ldh (HDMA3), a
	ld a, #0x0f
	ldh (HDMA2), a
	ld a, #3
	ldh (HDMA5), a
	ldh a, (HDMA5)
	ld b, #0xff
	ld hl, #1$
	call check
	ld b, #4
	call blocks_are
	call prepare
	ld a, #1
	ldh (VBK), a
	ld a, #1
	ldh (HDMA5), a
	xor a
	ldh (VBK), a
	ld b, #0
	jp blocks_are
1$:	.ascii "GDMA HDMA5 "
	.db 0

; 64 blocks stop the CPU for 512 M-cycles, and a little for the start. TIMA counts fours.
general_time:
	call prepare
	xor a
	ldh (DIV), a
	ldh (TMA), a
	ldh (TIMA), a
	ld a, #5
	ldh (TAC), a
	ld a, #63
	ldh (HDMA5), a
	ldh a, (TIMA)
	ld b, #129
	ld c, #131
	ld hl, #1$
	jp check_range
1$:	.ascii "GDMA TIME  "
	.db 0

; Started while a line is drawn: nothing yet; then a block in each HBlank.
hblank_from_drawing:
	call prepare
	call lcd_on
	ld a, #40
	call drawing
	ld a, #0x82
	ldh (HDMA5), a
	ldh a, (HDMA5)
	ld b, #0x02
	ld hl, #1$
	call check
	ld bc, #(41 << 8) + 0x01
	call at_line
	ld bc, #(42 << 8) + 0x00
	call at_line
	ld bc, #(43 << 8) + 0xff
	call at_line
	ld b, #3
	jp blocks_are
1$:	.ascii "DRAWING    "
	.db 0

; Started within HBlank: the first block moves at once.
hblank_from_hblank:
	call prepare
	call lcd_on
	ld a, #40
	call drawing
2$:	ldh a, (STAT)
	and #3
	jr nz, 2$
	ld a, #0x82
	ldh (HDMA5), a
	ldh a, (HDMA5)
	ld b, #0x01
	ld hl, #1$
	call check
	ld bc, #(41 << 8) + 0x01
	call at_line
	ld bc, #(42 << 8) + 0x00
	call at_line
	ld bc, #(43 << 8) + 0xff
	call at_line
	ld b, #3
	jp blocks_are
1$:	.ascii "HBLANK     "
	.db 0

; VBlank is no HBlank: the first block waits for line 0.
hblank_from_vblank:
	call prepare
	call lcd_on
	ld a, #145
	call wait_line
	ld a, #0x81
	ldh (HDMA5), a
	ld bc, #(152 << 8) + 0x01
	call at_line
	xor a
	call drawing
	ldh a, (HDMA5)
	ld b, #0x01
	ld hl, #1$
	call check
	ld bc, #(1 << 8) + 0x00
	call at_line
	ld bc, #(2 << 8) + 0xff
	call at_line
	ld b, #2
	jp blocks_are
1$:	.ascii "LINE 0     "
	.db 0

; Bit 7 = 0 stops it: HDMA5 shows what was left, with bit 7 set. Bit 7 = 1 goes on where it stopped.
stop_and_go_on:
	call prepare
	call lcd_on
	ld a, #40
	call drawing
	ld a, #0x85
	ldh (HDMA5), a
	ld bc, #(42 << 8) + 0x03
	call at_line
	ld a, #0x03		; as many as are left: what else the write sets is not the question
	ldh (HDMA5), a
	ldh a, (HDMA5)
	ld b, #0x83
	ld hl, #1$
	call check
	ld bc, #(50 << 8) + 0x83
	call at_line
	ld b, #2
	call blocks_are
	call lcd_on
	ld a, #40
	call drawing
	ld a, #0x83
	ldh (HDMA5), a
	ld bc, #(44 << 8) + 0xff
	call at_line
	ld b, #6
	jp blocks_are
1$:	.ascii "STOPPED    "
	.db 0

; Nothing moves while the CPU sleeps in HALT.
halted:
	call prepare
	call lcd_on
	ld a, #60
	ldh (LYC), a
	ld a, #0x40
	ldh (STAT), a
	ld a, #0x02
	ldh (IE), a
	ld a, #40
	call drawing
	xor a
	ldh (IF), a
	ld a, #0x83
	ldh (HDMA5), a
	halt
	nop
	ldh a, (HDMA5)
	ld b, #0x03
	ld hl, #1$
	call check
	xor a
	ldh (IE), a
	ldh (STAT), a
	ld bc, #(64 << 8) + 0xff
	call at_line
	ld b, #4
	jp blocks_are
1$:	.ascii "HALT       "
	.db 0

; At double speed a block takes the same time, and so twice as many M-cycles: 32 blocks are 512.
double_speed:
	call prepare
	ld a, #0x30		; no button may be down at STOP
	ldh (P1), a
	ld a, #1
	ldh (KEY1), a
	stop
	ldh a, (KEY1)
	and #0x80
	ld b, #0x80
	ld hl, #1$
	call check
	xor a
	ldh (DIV), a
	ldh (TIMA), a
	ld a, #5
	ldh (TAC), a
	ld a, #31
	ldh (HDMA5), a
	ldh a, (TIMA)
	ld b, #129
	ld c, #131
	ld hl, #2$
	call check_range
	call prepare
	call lcd_on
	ld a, #40
	call drawing
	ld a, #0x82
	ldh (HDMA5), a
	ld bc, #(41 << 8) + 0x01
	call at_line
	ld bc, #(43 << 8) + 0xff
	call at_line
	ld b, #3
	call blocks_are
	ld a, #1
	ldh (KEY1), a
	stop
	ret
1$:	.ascii "KEY1       "
	.db 0
2$:	.ascii "FAST TIME  "
	.db 0

; LCD off, VRAM at BLOCKS 0, addresses set: pattern to BLOCKS.
prepare:
	call lcd_off
	ld hl, #BLOCKS
	xor a
1$:	ld (hl+), a
	bit 0, h
	jr z, 1$
	ldh (TAC), a
	ld a, #>pattern
	ldh (HDMA1), a
	xor a
	ldh (HDMA2), a
	ld a, #>BLOCKS
	ldh (HDMA3), a
	xor a
	ldh (HDMA4), a
	ret

; On, past the first frame, which is not like the others.
lcd_on:
	ld a, #0x91
	ldh (LCDC), a
	ld a, #150
	; falls through

; Until LY = A
wait_line:
	push bc
	ld b, a
1$:	ldh a, (LY)
	cp b
	jr nz, 1$
	pop bc
	ret

; Until line A is being drawn
drawing:
	call wait_line
1$:	ldh a, (STAT)
	and #3
	cp #3
	jr nz, 1$
	ret

; At the start of line B HDMA5 is C.
at_line:
	ld a, b
	call wait_line
	ldh a, (HDMA5)
	push bc
	ld b, c
	ld hl, #1$
	call check
	pop bc
	ret
1$:	.ascii "AT LINE    "
	.db 0

; B blocks have arrived at BLOCKS, and no more of the sixteen. LCD off afterwards.
blocks_are:
	call lcd_off
	swap b			; bytes
	ld de, #pattern
	ld hl, #BLOCKS
	ld c, #0		; wrong ones
1$:	ld a, l
	cp b
	jr nc, 2$
	ld a, (de)
	jr 3$
2$:	xor a
3$:	cp (hl)
	jr z, 4$
	inc c
4$:	inc e
	inc l
	jr nz, 1$
	ld a, c
	ld b, #0
	ld hl, #5$
	jp check
5$:	.ascii "BYTES      "
	.db 0

	.include "shell.s"

	.org 0x1000
	.include "pattern.inc"
