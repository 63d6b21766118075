package main

import (
	"image"
	"image/color"
	"image/draw"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/gomono"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
)

var (
	ink   = color.Gray{Y: 30}
	faces = map[string][]byte{"regular": goregular.TTF, "bold": gobold.TTF, "mono": gomono.TTF}
)

// sheet is a grey picture that text is written on.
type sheet struct {
	*image.Gray
	err error
}

func newSheet(width, height int) *sheet {
	s := &sheet{Gray: image.NewGray(image.Rect(0, 0, width, height))}
	draw.Draw(s, s.Bounds(), image.White, image.Point{}, draw.Src)
	return s
}

// write puts text on the sheet, with its left end on the base line at x, y.
func (s *sheet) write(face string, size float64, x, y int, text string) {
	parsed, err := opentype.Parse(faces[face])
	if err != nil {
		s.err = err
		return
	}
	made, err := opentype.NewFace(parsed, &opentype.FaceOptions{Size: size, DPI: 72, Hinting: font.HintingNone})
	if err != nil {
		s.err = err
		return
	}
	drawer := font.Drawer{Dst: s, Src: image.NewUniform(ink), Face: made, Dot: fixed.P(x, y)}
	drawer.DrawString(text)
}

// bar fills a rectangle with ink.
func (s *sheet) bar(x, y, width, height int) {
	draw.Draw(s, image.Rect(x, y, x+width, y+height), image.NewUniform(ink), image.Point{}, draw.Src)
}

// code draws something that looks like a bar code.
func (s *sheet) code(x, y, width, height, seed int) {
	for end, i := x+width, 0; x < end; i++ {
		w := 2 + int(hash(i, 0, seed)*6)
		if i%2 == 0 {
			s.bar(x, y, min(w, end-x), height)
		}
		x += w
	}
}

// at reads the sheet at a fraction of its width and height; outside it is white.
func (s *sheet) at(u, v float64) float64 {
	b := s.Bounds()
	x, y := u*float64(b.Dx())-0.5, v*float64(b.Dy())-0.5
	ix, iy := int(x), int(y)
	if ix < 0 || iy < 0 || ix+1 >= b.Dx() || iy+1 >= b.Dy() {
		return 1
	}
	tx, ty := x-float64(ix), y-float64(iy)
	grey := func(x, y int) float64 { return float64(s.GrayAt(x, y).Y) / 255 }
	top := grey(ix, iy)*(1-tx) + grey(ix+1, iy)*tx
	bottom := grey(ix, iy+1)*(1-tx) + grey(ix+1, iy+1)*tx
	return top*(1-ty) + bottom*ty
}
