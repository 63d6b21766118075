package main

import "math"

// floor is a terrace of stone slabs.
func floor(p vec) vec {
	u, v := p.x/0.42+0.3, p.z/0.42
	slab := hash(int(math.Floor(u)), int(math.Floor(v)), 11)
	joint := math.Min(math.Abs(u-math.Round(u)), math.Abs(v-math.Round(v)))
	stone := 0.75 + 0.5*fractal(p.x*14, p.z*14, 12)*fractal(p.x*160, p.z*160, 13) + 0.18*(slab-0.5)
	return mix(vec{0.11, 0.105, 0.095}, vec{0.36, 0.345, 0.32}, smooth(0.006, 0.022, joint)).scale(stone)
}

// mat is coir with a dark border.
func mat(p, normal vec) vec {
	border := smooth(0.03, 0.04, math.Min(0.52-math.Abs(p.x), 0.34-math.Abs(p.z)))
	fibre := 0.45 + 0.9*value(p.x*420, p.z*420, 21)*fractal(p.x*60, p.z*60, 22)
	return mix(vec{0.05, 0.045, 0.04}, vec{0.27, 0.18, 0.10}, border*math.Abs(normal.y)).scale(fibre)
}

// cardboard is the parcel: tape along the top and down the front, a label on top, corrugation.
func (s *scene) cardboard(p, normal vec) vec {
	u, v := p.x, p.z
	if normal.y == 0 {
		v = p.y
	}
	flute := 1 + 0.03*math.Sin(u*900) + 0.10*(fractal(u*26, v*26, 31)-0.5) + 0.10*(value(u*900, v*120, 32)-0.5)
	colour := vec{0.47, 0.32, 0.18}.scale(flute)
	if s.onLabel(p, normal) {
		grey := s.label.at((p.x+0.19)/0.25, (p.z+0.06)/0.175)
		return vec{0.80, 0.80, 0.78}.scale(0.05 + 0.95*grey)
	}
	if normal.x == 0 && math.Abs(p.z)*math.Abs(normal.y) < 0.028 && normal.y != 0 {
		gloss := 0.9 + 0.3*fractal(p.x*30, p.z*8, 33)
		return mix(colour, vec{0.55, 0.44, 0.28}, 0.75).scale(gloss * (0.75 + 0.25*smooth(0, 0.004, math.Abs(p.z))))
	}
	if normal.x != 0 && math.Abs(p.z) < 0.028 && p.y > 0.07 {
		return mix(colour, vec{0.55, 0.44, 0.28}, 0.75)
	}
	worn := smooth(0, 0.01, math.Min(0.25-math.Abs(p.x), 0.145-math.Abs(p.y))+0.006*fractal(u*80, v*80, 34))
	return colour.scale(0.82 + 0.18*worn)
}

// onLabel: the label lies on the top, in front of the tape.
func (s *scene) onLabel(p, normal vec) bool {
	return normal.y > 0 && p.x > -0.19 && p.x < 0.06 && p.z > -0.06 && p.z < 0.115
}

// wall is brick, with the door in its frame and the number beside it.
func (s *scene) wall(t float64, p vec) hit {
	side := math.Abs(p.x)
	switch {
	case side < 0.5 && p.y < 2.1:
		return panels(t, p)
	case side < 0.58 && p.y < 2.18:
		return hit{t, vec{0, 0, 1}, vec{0.62, 0.61, 0.58}.scale(0.9 + 0.1*fractal(p.x*90, p.y*6, 41))}
	case p.x > 0.66 && p.x < 0.90 && p.y > 1.00 && p.y < 1.16:
		return hit{t, vec{0, 0, 1}, vec{0.75, 0.76, 0.78}.mul(vec{1, 1, 1}.scale(0.04 + 0.96*s.plate.at((p.x-0.66)/0.24, (1.16-p.y)/0.16)))}
	}
	return bricks(t, p)
}

func bricks(t float64, p vec) hit {
	row := math.Floor(p.y / 0.075)
	u := p.x/0.225 + 0.5*math.Mod(math.Abs(row), 2)
	v := p.y / 0.075
	joint := math.Min(math.Abs(u-math.Round(u))*3, math.Abs(v-math.Round(v)))
	tint := hash(int(math.Floor(u)), int(row), 51)
	brick := mix(vec{0.30, 0.12, 0.08}, vec{0.44, 0.21, 0.14}, tint).scale(0.7 + 0.6*fractal(p.x*60, p.y*60, 52))
	lean := vec{(fractal(p.x*70, p.y*70, 53) - 0.5) * 0.6, (fractal(p.x*70, p.y*70, 54) - 0.5) * 0.6, 1}.unit()
	mortar := vec{0.40, 0.38, 0.35}.scale(0.75 + 0.5*fractal(p.x*200, p.y*200, 55))
	return hit{t, lean, mix(mortar, brick, smooth(0.05, 0.12, joint))}
}

// panels is a painted door with two columns of recessed panels and a brass handle.
func panels(t float64, p vec) hit {
	x, y := math.Mod(p.x+0.5, 0.5)-0.25, math.Mod(p.y+0.06, 0.70)-0.38
	inside := math.Min(0.17-math.Abs(x), 0.27-math.Abs(y))
	slope := 1 - smooth(0, 0.02, math.Abs(inside-0.01))
	n := vec{0, 0, 1}
	if slope > 0 {
		if 0.17-math.Abs(x) < 0.27-math.Abs(y) {
			n.x = -math.Copysign(slope, x) * 0.8
		} else {
			n.y = -math.Copysign(slope, y) * 0.8
		}
	}
	paint := vec{0.035, 0.095, 0.085}.scale(0.8 + 0.35*fractal(p.x*120, p.y*7, 61))
	dirt := 0.65 + 0.35*smooth(0, 0.25, p.y+0.1*fractal(p.x*9, 1, 62))
	if math.Hypot(p.x+0.42, p.y-1.02) < 0.03 {
		return hit{t, vec{(p.x + 0.42) * 20, (p.y - 1.02) * 20, 1}.unit(), vec{0.65, 0.47, 0.18}}
	}
	return hit{t, n.unit(), paint.scale(dirt)}
}
