// A second implementation of the public log's formats, on the sumdb packages of the Go project: it writes our vectors
// and reads our logs. Nothing here is shared with what it checks.
package main

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"strings"

	"golang.org/x/mod/sumdb/note"
)

func check(err error) {
	if err != nil {
		panic(err)
	}
}

func b64(b []byte) string { return base64.StdEncoding.EncodeToString(b) }

func seedOf(octet byte) []byte { return bytes.Repeat([]byte{octet}, 32) }

func keyHash(name string, kind byte, public []byte) uint32 {
	sum := sha256.Sum256(append([]byte(name+"\n"), append([]byte{kind}, public...)...))
	return binary.BigEndian.Uint32(sum[:])
}

// vkey builds the text of a verifier key; the note package reads back those of type 1.
func vkey(name string, kind byte, seed []byte) string {
	public := ed25519.NewKeyFromSeed(seed).Public().(ed25519.PublicKey)
	text := fmt.Sprintf("%s+%08x+%s", name, keyHash(name, kind, public), b64(append([]byte{kind}, public...)))
	if kind == 1 {
		foreign, err := note.NewEd25519VerifierKey(name, public)
		check(err)
		if foreign != text {
			panic("two spellings of one key: " + text + " and " + foreign)
		}
	}
	return text
}

func logSigner(name string, seed []byte) note.Signer {
	public := ed25519.NewKeyFromSeed(seed).Public().(ed25519.PublicKey)
	signer, err := note.NewSigner(fmt.Sprintf("PRIVATE+KEY+%s+%08x+%s", name, keyHash(name, 1, public), b64(append([]byte{1}, seed...))))
	check(err)
	return signer
}

// A witness signs as C2SP tlog-cosignature v1 says.
type witness struct {
	name string
	seed []byte
	at   uint64
}

func (w witness) Name() string { return w.name }
func (w witness) KeyHash() uint32 {
	return keyHash(w.name, 4, ed25519.NewKeyFromSeed(w.seed).Public().(ed25519.PublicKey))
}
func cosigned(at uint64, text []byte) []byte {
	return append([]byte(fmt.Sprintf("cosignature/v1\ntime %d\n", at)), text...)
}
func (w witness) Sign(text []byte) ([]byte, error) {
	var at [8]byte
	binary.BigEndian.PutUint64(at[:], w.at)
	return append(at[:], ed25519.Sign(ed25519.NewKeyFromSeed(w.seed), cosigned(w.at, text))...), nil
}

// verifierOf reads the text of a key of either type.
func verifierOf(text string) note.Verifier {
	parts := strings.SplitN(text, "+", 3)
	material, err := base64.StdEncoding.DecodeString(parts[2])
	check(err)
	if material[0] == 1 {
		verifier, err := note.NewVerifier(text)
		check(err)
		return verifier
	}
	hash, err := hex.DecodeString(parts[1])
	check(err)
	return witnessVerifier{parts[0], binary.BigEndian.Uint32(hash), material[1:]}
}

type witnessVerifier struct {
	name   string
	hash   uint32
	public ed25519.PublicKey
}

func (w witnessVerifier) Name() string    { return w.name }
func (w witnessVerifier) KeyHash() uint32 { return w.hash }
func (w witnessVerifier) Verify(text, sig []byte) bool {
	return len(sig) == 72 && ed25519.Verify(w.public, cosigned(binary.BigEndian.Uint64(sig[:8]), text), sig[8:])
}
