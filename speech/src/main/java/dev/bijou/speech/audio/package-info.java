/// Sound in and out: [AudioFile] opens WAV, AIFF, AU and FLAC as a [SampleStream] of mono floats, which can change its
/// rate, [WavWriter] writes 16-bit WAV to a file or to a stream of unknown length.
///
/// Everything reads and writes in blocks: a recording of hours needs no more memory than one of seconds.
@NullMarked
package dev.bijou.speech.audio;

import org.jspecify.annotations.NullMarked;
