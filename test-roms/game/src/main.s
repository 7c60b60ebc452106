; Glim: a dot of light wakes sleeping lanterns and climbs before the night's tide.
; DMG and CGB; MBC5 with 8 KB of battery RAM. See ../README.md.
	.include "hardware.inc"
	.include "ram.s"

	.area ROM (ABS)
	.org 0x40
	jp vblank
	.org 0x48
	jp stat_irq
	.org 0x100
	nop
	jp start
	.org 0x150

; States
TITLE = 0
RISE = 1		; the water climbs over the screen
PANEL = 2		; text on the water; the next world is made behind it
DRAIN = 3
PLAY = 4
DYING = 5
PAUSE = 6

INTRO = 0		; panels
RESULT = 1

SELECT = 0x04
START = 0x08
LEAP = 0xf3		; everything but Start and Select

START_CAMERA = 0xf000
NIGHT = 0x1b		; BGP: colour 0 black to colour 3 white
DUSK = 0x1e		; colours 0 and 1 swapped: a grey sky
LCDC_ON = 0xf3		; LCD, window at $9C00, tiles at $8000, BG at $9800, objects

start:
	di
	ld sp, #0xe000
	ld d, a			; 0x11 on CGB and AGB
	ldh a, (DIV)
	ld e, a
1$:	ldh a, (LY)
	cp #144
	jr nz, 1$
	xor a
	ldh (LCDC), a
	ldh (NR52), a
	ld hl, #0xc000
	ld bc, #0x1f00
	push de
	call clear
	pop de
	ld a, d
	cp #0x11
	jr nz, 2$
	ld a, #1
	ld (is_cgb), a
2$:	ld a, e
	ld (seed), a
	ld a, #0x5a
	ld (seed+1), a

	ld hl, #dma_code
	ld de, #0xff80
	ld b, #dma_code_end - dma_code
3$:	ld a, (hl+)
	ld (de), a
	inc e
	dec b
	jr nz, 3$

	ld hl, #tiles
	ld de, #0x8000
	ld bc, #0x1000
	call copy
	ld hl, #0x9000
	ld bc, #0x1000
	call clear		; the rest of tile data and both maps
	call load_palettes
	call water_map
	call save_load
	call audio_init
	call enter_title
	xor a
	ldh (IF), a
	ld a, #0x03
	ldh (IE), a
	ei

loop:
	ld hl, #vblank_done
1$:	halt
	nop
	ld a, (hl)
	or a
	jr z, 1$
	ld (hl), #0
	call read_joypad
	call advance_timer
	ld a, (state)
	add a, a
	ld hl, #state_table
	call table_jump
	ld a, #1
	ld (frame_ready), a
	jr loop

state_table:
	.dw do_title, do_rise, do_panel, do_drain, do_play, do_dying, do_pause

; Jumps through entry A (already doubled) of the table at HL.
table_jump:
	add a, l
	ld l, a
	jr nc, 1$
	inc h
1$:	ld a, (hl+)
	ld h, (hl)
	ld l, a
	jp (hl)

advance_timer:
	ld hl, #timer
	inc (hl)
	ret nz
	inc hl
	inc (hl)
	ret

; A = the new state
set_state:
	ld (state), a
	xor a
	ld (timer), a
	ld (timer+1), a
	ret

; BC bytes at HL become 0.
clear:
	xor a
	ld (hl+), a
	dec bc
	ld a, b
	or c
	jr nz, clear
	ret

; BC bytes from HL to DE
copy:
	ld a, (hl+)
	ld (de), a
	inc de
	dec bc
	ld a, b
	or c
	jr nz, copy
	ret

; Runs from HRAM, the only memory that the CPU sees during OAM DMA.
dma_code:
	ld a, #0xc0
	ldh (DMA), a
	ld a, #40
1$:	dec a
	jr nz, 1$
	ret
dma_code_end:

read_joypad:
	ld a, #0x20
	ldh (P1), a
	ldh a, (P1)
	ldh a, (P1)
	cpl
	and #0x0f
	swap a
	ld b, a
	ld a, #0x10
	ldh (P1), a
	ldh a, (P1)
	ldh a, (P1)
	ldh a, (P1)
	ldh a, (P1)
	cpl
	and #0x0f
	or b
	ld b, a
	ld a, #0x30
	ldh (P1), a
	ld a, (joy)
	xor b
	and b
	ld (joy_new), a
	ld a, b
	ld (joy), a
	ld a, (joy_new)
	or a
	ret z
	ldh a, (DIV)		; when a player presses is nobody's guess
	ld hl, #seed
	add a, (hl)
	ld (hl), a
	ret

; A = a random byte. Xorshift over 16 bits; 0 is its only trap. Keeps BC, DE.
random:
	push hl
	ld hl, #seed
	ld a, (hl+)
	ld h, (hl)
	ld l, a
	or h
	jr nz, 1$
	ld hl, #0x1d87
1$:	ld a, h
	rra
	ld a, l
	rra
	xor h
	ld h, a
	ld a, l
	rra
	ld a, h
	rra
	xor l
	ld l, a
	xor h
	ld h, a
	ld a, l
	ld (seed), a
	ld a, h
	ld (seed+1), a
	pop hl
	ret

	.include "video.s"
	.include "sky.s"
	.include "rows.s"
	.include "lanterns.s"
	.include "glim.s"
	.include "objects.s"
	.include "states.s"
	.include "text.s"
	.include "save.s"
	.include "audio.s"

	.org 0x4000
	.include "gfx.inc"
	.org 0x6000
	.include "tables.inc"
	.include "music.inc"
