package main

import (
	"image"
	"math"
)

// paper is the courier's delivery receipt, flat and clean.
func paper() (*sheet, error) {
	s := newSheet(900, 1300)
	s.write("bold", 58, 60, 110, "NORDEX PARCEL")
	s.write("regular", 30, 60, 160, "Delivery receipt")
	s.bar(60, 190, 780, 4)
	lines := []string{
		"Shipment   NX 4471 0093 2 FR",
		"Reference  Order A-20418",
		"Weight     2.4 kg     1 parcel",
		"",
		"Deliver to",
		"  Camille Laurent",
		"  14 rue des Tilleuls",
		"  69003 Lyon",
		"",
		"Delivered  16 Oct 2026   14:32",
		"Received   in person, ID seen",
		"Courier    0381  M. Renard",
	}
	for i, line := range lines {
		s.write("mono", 34, 60, 250+i*52, line)
	}
	s.write("regular", 28, 60, 900, "Signature of the recipient")
	s.bar(60, 1070, 780, 3)
	s.signature(100, 1020)
	s.write("regular", 24, 60, 1105, "C. Laurent")
	s.code(60, 1150, 780, 90, 5)
	s.write("mono", 22, 240, 1272, "NX447100932FR")
	return s, s.err
}

// signature is a pen that moves to the right while it writes loops.
func (s *sheet) signature(x, y float64) {
	for t := 0.0; t < 1; t += 0.0002 {
		a := t * 2 * math.Pi
		height := 70*math.Exp(-3*t) + 22
		px := x + 560*t + 38*math.Sin(9*a+0.6)*(1-0.5*t) + 12*math.Sin(23*a)
		py := y - height*math.Sin(7*a)*math.Cos(2.2*a) - 30*math.Sin(1.5*a) - 14*math.Sin(17*a)
		pen := 2 + 1.6*math.Abs(math.Sin(7*a+1))
		s.bar(int(px), int(py), int(pen), int(pen)+1)
	}
}

// shot says how a photograph of the receipt was taken.
type shot struct {
	width, height int
	angle, scale  float64 // of the paper
	light, warmth float64
	blur          float64 // in thousandths of the picture's width, along the shake
	grain         float64
}

func good(s *sheet) image.Image {
	return s.taken(shot{width: 1280, height: 1600, angle: -0.03, scale: 0.76, light: 1.05, warmth: 0.15, grain: 6})
}

func poor(s *sheet) image.Image {
	return s.taken(shot{width: 360, height: 480, angle: 0.34, scale: 0.6, light: 0.2, warmth: 0.75, blur: 26, grain: 40})
}

func (s *sheet) taken(c shot) image.Image {
	picture := image.NewRGBA(image.Rect(0, 0, c.width, c.height))
	samples := 1
	if c.blur > 0 {
		samples = 24
	}
	for y := range c.height {
		for x := range c.width {
			var light vec
			for i := range samples {
				shake := (float64(i)/float64(samples) - 0.5) * c.blur / 1000
				u := float64(x)/float64(c.width) - 0.5 + shake
				v := (float64(y)/float64(c.height)-0.5)*float64(c.height)/float64(c.width) + shake*0.6
				light = light.add(s.seen(c, u, v))
			}
			picture.SetRGBA(x, y, pixel(light.scale(1/float64(samples)), x, y, c.grain))
		}
	}
	return picture
}

// seen is the light from one direction: the paper, its shadow, or the table.
func (s *sheet) seen(c shot, u, v float64) vec {
	tilt := 1 + 0.12*v // the far edge is smaller
	px := (u*math.Cos(c.angle) - v*math.Sin(c.angle)) * tilt / c.scale
	py := (u*math.Sin(c.angle) + v*math.Cos(c.angle)) * tilt / c.scale
	pv := py*float64(s.Bounds().Dx())/float64(s.Bounds().Dy()) + 0.5
	pu := px + 0.5
	lamp := c.light * (1.1 - 0.9*math.Hypot(u+0.25, v+0.35))
	colour := mix(vec{1, 1, 1}, vec{1.25, 0.85, 0.5}, c.warmth).scale(math.Max(lamp, 0.02))
	if pu > 0 && pu < 1 && pv > 0 && pv < 1 {
		grey := s.at(pu, pv)
		crease := 1 - 0.12*math.Exp(-math.Pow((pv-0.52)*60, 2)) + 0.05*smooth(0.5, 0.56, pv)
		fibre := 0.94 + 0.06*fractal(pu*180, pv*260, 40)
		return colour.mul(vec{0.78, 0.77, 0.74}).scale((0.03 + 0.97*grey*grey) * crease * fibre)
	}
	edge := math.Max(math.Max(-pu, pu-1), math.Max(-pv, pv-1)*1.4)
	shadow := 0.45 + 0.55*smooth(0, 0.05, edge)
	return colour.mul(wood(u, v)).scale(shadow)
}

// wood is a table top.
func wood(u, v float64) vec {
	plank := math.Floor(u * 5)
	rings := math.Abs(math.Sin(40*(u+0.12*fractal(u*3+plank*9, v*1.3, 60)) + 3*fractal(u*9, v*1.5, 61)))
	grain := fractal(u*220, v*9, 62)
	gap := smooth(0, 0.012, math.Abs(u*5-math.Round(u*5)))
	return mix(vec{0.30, 0.17, 0.08}, vec{0.46, 0.28, 0.14}, 0.5*rings+0.5*grain).scale(0.35 + 0.65*gap)
}
