; Work RAM. The stack grows down from $E000.
	.area RAM (ABS)
	.org 0xc000
oam:		.ds 160			; what the next OAM DMA copies
	.org 0xc100
is_cgb:		.ds 1
ticks:		.ds 1			; frames, counted by VBlank
vblank_done:	.ds 1
frame_ready:	.ds 1			; the frame in RAM is whole and may be shown
joy:		.ds 1			; held: down up left right start select B A
joy_new:	.ds 1			; went down in this frame
seed:		.ds 2
state:		.ds 1
timer:		.ds 2			; frames since the state began
panel:		.ds 1			; which text stands on the water
panel_row:	.ds 1
oam_next:	.ds 1			; low byte of the next free object
shake:		.ds 1

; What VBlank copies
scx_next:	.ds 1
scy_next:	.ds 1
wy_next:	.ds 1
row_pending:	.ds 1
row_to:		.ds 2			; address in the tile map
row_tiles:	.ds 20
row_attributes:	.ds 20
queue_length:	.ds 1
queue:		.ds 3*20		; address, tile
copy_blocks:	.ds 1			; blocks of 16 bytes: a few tiles
copy_from:	.ds 2
copy_to:	.ds 2
raster_next:	.ds 2			; the list that the next frame uses
raster_at:	.ds 2			; what the next LYC interrupt does
		.ds 4			; two bytes before a list that are never DUSK
raster_a:	.ds 64			; triples: line, value, value; line 255 ends
raster_b:	.ds 64
sky_top:	.ds 2			; colour or BGP of the top band
sky_shown:	.ds 1			; which row of the sky the lists hold
crest_shift:	.ds 1

; The world: y counts dots, up is less, and differences wrap.
camera:		.ds 2			; y of the screen's top
top_row:	.ds 2			; the highest map row that has been made (y / 8)
flood:		.ds 3			; y of the water: fraction, low, high
flood_on:	.ds 1
height:		.ds 2			; rows above the first lantern
level:		.ds 1
stamp_left:	.ds 1			; rows of a picture in the sky still to come
stamp_from:	.ds 2
stamp_width:	.ds 1
stamp_column:	.ds 1
stamp_palette:	.ds 1
stamp_gap:	.ds 1
moon_done:	.ds 1

; Glim
glim_mode:	.ds 1			; 0 circles, 1 flies, 2 is gone
glim_x:		.ds 2			; fraction, dots
glim_y:		.ds 3
glim_vx:	.ds 2
glim_vy:	.ds 2
angle:		.ds 2			; fraction, 256ths of a turn
turn:		.ds 2			; signed, per frame
direction:	.ds 1			; 0 clockwise, 1 the other way
home:		.ds 1			; low byte of the lantern that it circles or left
home_timer:	.ds 1			; frames until that one can catch it again
lit_count:	.ds 1
caught_x:	.ds 1
caught_y:	.ds 1
glide_x:	.ds 1			; signed; halves each frame
glide_y:	.ds 1
best_seq:	.ds 1			; number of the highest lantern reached
trail:		.ds 4*3
trail_at:	.ds 1

; Lanterns that come
next_seq:	.ds 1
last_x:		.ds 1
last_y:		.ds 2
last_kind:	.ds 1

score:		.ds 3			; decimal, lowest first
chain:		.ds 1
best_chain:	.ds 1
woken:		.ds 2			; decimal, lanterns of this run
new_best:	.ds 1

popup_timer:	.ds 1
popup_x:	.ds 1
popup_y:	.ds 1
popup_text:	.ds 3
digits:		.ds 1
result_height:	.ds 2

save:		.ds 16			; see save.s

; Sound
song_tempo:	.ds 1
song_wait:	.ds 1
voices:		.ds 4*8			; see audio.s
effects:	.ds 4*4			; address, frames left, busy

	.org 0xc300
lanterns:	.ds 8*16		; see lanterns.s
motes:		.ds 4*4			; there, x, y
sparks:		.ds 8*8			; life, x, y, vx, vy
