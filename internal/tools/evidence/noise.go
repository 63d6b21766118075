package main

import (
	"image/color"
	"math"
)

// vec is a point, a direction or a linear colour.
type vec struct{ x, y, z float64 }

func (a vec) add(b vec) vec       { return vec{a.x + b.x, a.y + b.y, a.z + b.z} }
func (a vec) sub(b vec) vec       { return vec{a.x - b.x, a.y - b.y, a.z - b.z} }
func (a vec) mul(b vec) vec       { return vec{a.x * b.x, a.y * b.y, a.z * b.z} }
func (a vec) scale(f float64) vec { return vec{a.x * f, a.y * f, a.z * f} }
func (a vec) dot(b vec) float64   { return a.x*b.x + a.y*b.y + a.z*b.z }
func (a vec) unit() vec           { return a.scale(1 / math.Sqrt(a.dot(a))) }
func (a vec) cross(b vec) vec {
	return vec{a.y*b.z - a.z*b.y, a.z*b.x - a.x*b.z, a.x*b.y - a.y*b.x}
}

func mix(a, b vec, t float64) vec { return a.scale(1 - t).add(b.scale(t)) }

func clamp(v, low, high float64) float64 { return math.Max(low, math.Min(high, v)) }

func smooth(low, high, v float64) float64 {
	t := clamp((v-low)/(high-low), 0, 1)
	return t * t * (3 - 2*t)
}

// hash is a repeatable random number in [0, 1) for a lattice point.
func hash(x, y, seed int) float64 {
	h := uint32(x)*0x8da6b343 ^ uint32(y)*0xd8163841 ^ uint32(seed)*0xcb1ab31f
	h ^= h >> 13
	h *= 0x5bd1e995
	h ^= h >> 15
	h *= 0x2c1b3c6d
	h ^= h >> 12
	return float64(h) / (1 << 32)
}

// value is smooth noise in [0, 1).
func value(x, y float64, seed int) float64 {
	fx, fy := math.Floor(x), math.Floor(y)
	ix, iy := int(fx), int(fy)
	tx, ty := smooth(0, 1, x-fx), smooth(0, 1, y-fy)
	top := hash(ix, iy, seed)*(1-tx) + hash(ix+1, iy, seed)*tx
	bottom := hash(ix, iy+1, seed)*(1-tx) + hash(ix+1, iy+1, seed)*tx
	return top*(1-ty) + bottom*ty
}

// fractal adds noise of four sizes, each half as large and half as strong as the last.
func fractal(x, y float64, seed int) float64 {
	sum, weight := 0.0, 0.5
	for i := range 4 {
		sum += weight * value(x, y, seed+i)
		x, y, weight = x*2.03, y*2.03, weight/2
	}
	return sum / 0.9375
}

// pixel is what a camera makes of light: a curve, and grain that is strongest in the shadows.
func pixel(light vec, x, y int, grain float64) color.RGBA {
	channel := func(v float64, seed int) uint8 {
		v = clamp(v, 0, 4)
		v = v * (2.51*v + 0.03) / (v*(2.43*v+0.59) + 0.14)
		v = math.Pow(clamp(v, 0, 1), 1/2.2)
		noise := hash(x, y, seed) + hash(x, y, seed+7) + hash(x, y, seed+13) - 1.5
		return uint8(clamp(v*255+noise*grain*(1.3-v), 0, 255))
	}
	return color.RGBA{channel(light.x, 101), channel(light.y, 211), channel(light.z, 307), 255}
}
