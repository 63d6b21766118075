package evidence

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"sync"
)

// maxPixels bounds the memory of a decoded image.
const maxPixels = 100_000_000

// decoding lets one image at a time have that memory: plans inspect many files at once.
var decoding sync.Mutex

type imageFormat struct {
	config func(io.Reader) (image.Config, error)
	decode func(io.Reader) (image.Image, error)
	end    string // what the file ends with, padding aside
}

// imageFormats: the ends are EOI (ITU-T T.81, B.2.1), the IEND chunk (PNG
// specification, 11.2.5) and the trailer (GIF89a, 27).
var imageFormats = map[string]imageFormat{
	mediaJPEG: {jpeg.DecodeConfig, jpeg.Decode, "\xff\xd9"},
	mediaPNG:  {png.DecodeConfig, png.Decode, "IEND\xae\x42\x60\x82"},
	mediaGIF:  {gif.DecodeConfig, gif.Decode, "\x3b"},
}

var errNoEnd = errors.New("its end is missing")

// ends tells a file that was cut off from one that is damaged inside.
func (f imageFormat) ends(b []byte) bool {
	return bytes.HasSuffix(bytes.TrimRight(b, "\x00"), []byte(f.end))
}

// checkImage decodes the whole image, because only that shows whether it is whole.
func checkImage(f *File, b []byte) []Finding {
	format := imageFormats[f.MediaType]
	config, err := format.config(bytes.NewReader(b))
	if err != nil {
		return []Finding{imageFinding(*f, err)}
	}
	f.Width, f.Height = config.Width, config.Height
	if int64(config.Width)*int64(config.Height) > maxPixels {
		return []Finding{NewFinding(CodeImageTooManyPixels,
			fmt.Sprintf("%s has %d x %d pixels.", quoted(f.Path), config.Width, config.Height))}
	}
	if err := format.whole(b, f.MediaType); err != nil {
		return []Finding{imageFinding(*f, err)}
	}
	f.Pages = 1
	return nil
}

// whole decodes the image. The decoder of GIF stops after the first frame, so that
// its end has to be looked for; the others do not return before they have met theirs.
func (f imageFormat) whole(b []byte, mediaType string) error {
	decoding.Lock()
	defer decoding.Unlock()
	_, err := f.decode(bytes.NewReader(b))
	if (err != nil || mediaType == mediaGIF) && !f.ends(b) && !unsupported(err) {
		return errNoEnd
	}
	return err
}

func unsupported(err error) bool {
	var jpegUnsupported jpeg.UnsupportedError
	var pngUnsupported png.UnsupportedError
	return errors.As(err, &jpegUnsupported) || errors.As(err, &pngUnsupported)
}

func imageFinding(f File, err error) Finding {
	name := quoted(f.Path)
	switch {
	case unsupported(err):
		return NewFinding(CodeImageNotChecked, fmt.Sprintf("%s is %s: %s.", name, f.MediaType, err))
	case errors.Is(err, errNoEnd), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return NewFinding(CodeImageTruncated, fmt.Sprintf("%s ends after %s, before the end of its %s data.", name, sizeText(f.Size), f.MediaType))
	default:
		return NewFinding(CodeImageDamaged, fmt.Sprintf("%s cannot be decoded: %s.", name, err))
	}
}
