package main

import (
	"image"
	"math"
	"sync"
)

const (
	photoWidth  = 1920
	photoHeight = 1440
	far         = 1e9
)

// scene is a front door with a parcel on the mat. Metres; x to the right, y up, z towards the camera.
type scene struct {
	label, plate *sheet
	leaves       []vec
	parcel       frame
}

// frame is a box that stands on the floor, turned around the vertical.
type frame struct {
	centre, half vec
	cos, sin     float64
}

type hit struct {
	distance float64
	normal   vec
	colour   vec
}

func doorstep() (image.Image, error) {
	s := &scene{label: label(), plate: plate()}
	if s.label.err != nil {
		return nil, s.label.err
	}
	s.parcel = frame{vec{-0.04, 0.165, 0.42}, vec{0.25, 0.145, 0.18}, math.Cos(0.24), math.Sin(0.24)}
	for i := range 220 {
		a, h, r := hash(i, 1, 3)*2*math.Pi, hash(i, 2, 3), hash(i, 3, 3)
		s.leaves = append(s.leaves, vec{0.83 + 0.2*r*math.Cos(a)*(1-0.4*h), 0.42 + 0.42*h, 0.22 + 0.18*r*math.Sin(a)})
	}
	picture := image.NewRGBA(image.Rect(0, 0, photoWidth, photoHeight))
	var workers sync.WaitGroup
	for worker := range 2 {
		workers.Go(func() {
			for y := worker; y < photoHeight; y += 2 {
				for x := range photoWidth {
					picture.SetRGBA(x, y, pixel(s.light(x, y).scale(0.8), x, y, 14))
				}
			}
		})
	}
	workers.Wait()
	return picture, nil
}

func label() *sheet {
	s := newSheet(600, 420)
	s.bar(0, 0, 600, 4)
	s.bar(0, 416, 600, 4)
	s.bar(0, 0, 4, 420)
	s.bar(596, 0, 4, 420)
	s.write("bold", 46, 24, 62, "NORDEX PARCEL")
	s.write("regular", 34, 24, 124, "Camille Laurent")
	s.write("regular", 34, 24, 168, "14 rue des Tilleuls")
	s.write("bold", 40, 24, 218, "69003 LYON")
	s.code(24, 246, 550, 96, 9)
	s.write("mono", 32, 80, 386, "NX 4471 0093 2 FR")
	return s
}

func plate() *sheet {
	s := newSheet(300, 200)
	s.write("bold", 150, 62, 152, "14")
	return s
}

var (
	eye = vec{0.42, 1.32, 2.15}
	sun = vec{-0.55, 0.95, 0.8}.unit()
)

// light is what arrives at one pixel, averaged over four points of it.
func (s *scene) light(x, y int) vec {
	forward := vec{0.06, 0.42, 0.2}.sub(eye).unit()
	right := forward.cross(vec{0, 1, 0}).unit()
	up := right.cross(forward)
	var sum vec
	for i := range 4 {
		u := (float64(x) + float64(i%2)*0.5 - photoWidth/2) / photoWidth
		v := (photoHeight/2 - float64(y) - float64(i/2)*0.5) / photoWidth
		direction := forward.add(right.scale(u * 1.0)).add(up.scale(v * 1.0)).unit()
		sum = sum.add(s.shade(direction, x*2+i%2, y*2+i/2))
	}
	vignette := 1 - 0.35*(math.Pow(float64(x)/photoWidth-0.5, 2)+math.Pow(float64(y)/photoHeight-0.5, 2))
	return sum.scale(0.25 * vignette)
}

func (s *scene) shade(direction vec, x, y int) vec {
	h := s.trace(eye, direction)
	point := eye.add(direction.scale(h.distance)).add(h.normal.scale(0.0008))
	towards := sun.add(vec{hash(x, y, 1) - 0.5, hash(x, y, 2) - 0.5, hash(x, y, 3) - 0.5}.scale(0.09)).unit()
	bright := math.Max(0, h.normal.dot(towards))
	if bright > 0 && s.trace(point, towards).distance < far {
		bright = 0
	}
	sky := s.sky(point, h.normal, x, y)
	return h.colour.mul(vec{1.9, 1.75, 1.5}.scale(bright).add(vec{0.50, 0.58, 0.70}.scale(sky)))
}

// sky is the share of the sky that a point sees, by two random directions.
func (s *scene) sky(point, normal vec, x, y int) float64 {
	open := 0.0
	for i := range 2 {
		z := 2*hash(x, y, 20+i) - 1
		a := 2 * math.Pi * hash(x, y, 30+i)
		r := math.Sqrt(1 - z*z)
		d := normal.scale(1.001).add(vec{r * math.Cos(a), r * math.Sin(a), z}).unit()
		if t := s.trace(point, d).distance; t > 0.9 {
			open += 0.5 * math.Max(0.25, math.Min(1, 0.6+d.y))
		} else {
			open += 0.5 * 0.25 * t
		}
	}
	return open
}

// trace finds what a ray meets first; the sky is far.
func (s *scene) trace(from, direction vec) hit {
	h := hit{distance: far, normal: vec{0, 1, 0}, colour: vec{0.6, 0.7, 0.9}}
	if t := -from.y / direction.y; t > 1e-4 && t < h.distance {
		p := from.add(direction.scale(t))
		h = hit{t, vec{0, 1, 0}, floor(p)}
	}
	if t := -from.z / direction.z; t > 1e-4 && t < h.distance {
		if p := from.add(direction.scale(t)); p.y < 3.5 {
			h = s.wall(t, p)
		}
	}
	s.box(&h, frame{vec{0, 0.009, 0.42}, vec{0.52, 0.009, 0.34}, 1, 0}, from, direction, mat)
	s.box(&h, s.parcel, from, direction, s.cardboard)
	s.plant(&h, from, direction)
	return h
}

func (s *scene) box(h *hit, f frame, from, direction vec, paint func(local, normal vec) vec) {
	turn := func(v vec) vec { return vec{v.x*f.cos - v.z*f.sin, v.y, v.x*f.sin + v.z*f.cos} }
	o, d := turn(from.sub(f.centre)), turn(direction)
	near, limit, normal := -far, far, vec{}
	for axis, e := range []vec{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}} {
		half := []float64{f.half.x, f.half.y, f.half.z}[axis]
		a, b := (-half-o.dot(e))/d.dot(e), (half-o.dot(e))/d.dot(e)
		side := -1.0
		if a > b {
			a, b, side = b, a, 1
		}
		if a > near {
			near, normal = a, e.scale(side)
		}
		limit = math.Min(limit, b)
	}
	if near > limit || near < 1e-4 || near >= h.distance {
		return
	}
	local := o.add(d.scale(near))
	world := vec{normal.x*f.cos + normal.z*f.sin, normal.y, -normal.x*f.sin + normal.z*f.cos}
	*h = hit{near, world, paint(local, normal)}
}

func (s *scene) plant(h *hit, from, direction vec) {
	if !near(from, direction, vec{0.83, 0.45, 0.22}, 0.55) {
		return
	}
	for i, leaf := range s.leaves {
		shade := 0.5 + hash(i, 9, 9)
		ball(h, from, direction, leaf, 0.018+0.024*hash(i, 5, 9), vec{0.06, 0.17, 0.05}.scale(shade))
	}
	for i := range 8 {
		y := 0.06 + 0.04*float64(i)
		ball(h, from, direction, vec{0.83, y, 0.22}, 0.115+0.006*float64(i), vec{0.42, 0.17, 0.10})
	}
}

func near(from, direction, centre vec, radius float64) bool {
	o := from.sub(centre)
	b := o.dot(direction)
	return b*b-o.dot(o)+radius*radius > 0
}

func ball(h *hit, from, direction, centre vec, radius float64, colour vec) {
	o := from.sub(centre)
	b := o.dot(direction)
	root := b*b - o.dot(o) + radius*radius
	if root <= 0 {
		return
	}
	if t := -b - math.Sqrt(root); t > 1e-4 && t < h.distance {
		n := o.add(direction.scale(t)).scale(1 / radius)
		*h = hit{t, n, colour.scale(0.8 + 0.4*fractal(n.x*9, n.y*9, 70))}
	}
}
