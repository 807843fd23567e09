package main

import (
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const origin = "min.example/record"
const at = 1795000000

var witnessNames = []string{"university.example", "newspaper.example", "deputies.example"}

type object = map[string]interface{}

func main() {
	switch {
	case len(os.Args) == 3 && os.Args[1] == "vectors":
		writeVectors(os.Args[2])
	case len(os.Args) == 3 && os.Args[1] == "read":
		readLog(os.Args[2])
	default:
		fmt.Fprintln(os.Stderr, "vectors FOLDER writes log-*.json; read FOLDER verifies a log")
		os.Exit(2)
	}
}

func writeVectors(folder string) {
	write := func(name string, value object) {
		text, err := json.MarshalIndent(value, "", "  ")
		check(err)
		check(os.WriteFile(filepath.Join(folder, name), append(text, '\n'), 0o644))
	}
	write("log-note.json", noteVectors())
	write("log-checkpoint.json", checkpointVectors())
	write("log-tile.json", tileVectors())
	write("log-proof.json", proofVectors())
	write("log-witness.json", witnessVectors())
}

func signed(text string, signers ...note.Signer) string {
	bytes, err := note.Sign(&note.Note{Text: text}, signers...)
	check(err)
	return string(bytes)
}

func witnesses(n int) []note.Signer {
	var signers []note.Signer
	for i, name := range witnessNames[:n] {
		signers = append(signers, witness{name, seedOf(byte(2 + i)), at})
	}
	return signers
}

func checkpoint(size int64, root tlog.Hash) string {
	return fmt.Sprintf("%s\n%d\n%s\n", origin, size, root)
}

// A log's storage in memory: the entries are "entry 0", "entry 1" and so on.
type store []tlog.Hash

func (s store) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	var read []tlog.Hash
	for _, index := range indexes {
		read = append(read, s[index])
	}
	return read, nil
}

func storeOf(size int64) store {
	var hashes store
	for i := int64(0); i < size; i++ {
		added, err := tlog.StoredHashes(i, []byte(fmt.Sprintf("entry %d", i)), hashes)
		check(err)
		hashes = append(hashes, added...)
	}
	return hashes
}

func rootOf(size int64, hashes store) tlog.Hash {
	root, err := tlog.TreeHash(size, hashes)
	check(err)
	return root
}

func noteVectors() object {
	var keys []object
	key := func(name string, kind byte, octet byte) {
		keys = append(keys, object{"name": name, "type": kind, "seed": hex.EncodeToString(seedOf(octet)), "vkey": vkey(name, kind, seedOf(octet))})
	}
	key(origin, 1, 1)
	for i, name := range witnessNames {
		key(name, 4, byte(2+i))
	}
	key("民声.example/记录", 1, 5)
	log, other := logSigner(origin, seedOf(1)), logSigner("民声.example/记录", seedOf(5))
	texts := []string{"one line\n", "路灯坏了\n三天了\n", "first\n\nempty lines\n\n\nbelong to the text\n", "\n"}
	var notes []object
	for _, text := range texts {
		notes = append(notes, object{"text": text, "signers": []string{origin}, "note": signed(text, log)})
		notes = append(notes, object{"text": text, "signers": []string{origin, "民声.example/记录"}, "note": signed(text, log, other)})
	}
	good := signed("one line\n", log)
	lines := strings.Split(strings.TrimSuffix(good, "\n"), "\n")
	line := lines[len(lines)-1]
	malformed := []object{
		{"why": "nothing", "note": ""}, {"why": "no signature", "note": "one line\n\n"}, {"why": "no blank line", "note": "one line\n" + line + "\n"},
		{"why": "the last line does not end", "note": strings.TrimSuffix(good, "\n")}, {"why": "hyphen for dash", "note": strings.Replace(good, "— ", "- ", 1)},
		{"why": "two spaces", "note": strings.Replace(good, "— ", "—  ", 1)}, {"why": "a tabulator", "note": "one\tline\n\n" + line + "\n"},
		{"why": "carriage returns", "note": strings.ReplaceAll(good, "\n", "\r\n")}, {"why": "no signature bytes", "note": "one line\n\n— a AAAAAA==\n"},
		{"why": "not base64", "note": "one line\n\n— a !!!!!!!!\n"}, {"why": "no name", "note": "one line\n\n—  AAAAAAAA\n"}, {"why": "plus in the name", "note": "one line\n\n— a+b AAAAAAAA\n"},
	}
	for _, one := range malformed {
		if _, err := note.Open([]byte(one["note"].(string)), note.VerifierList()); err == nil || strings.Contains(err.Error(), "no verifiable") {
			panic("read after all: " + one["why"].(string))
		}
	}
	return object{
		"about":     "C2SP signed-note. Seeds are Ed25519 seeds (RFC 8032) in hexadecimal; type 1 is Ed25519, 4 a cosignature; malformed notes must be refused whatever keys are known.",
		"knownKeys": []string{"example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"},
		"keys":      keys, "notes": notes, "malformed": malformed,
	}
}

func policyText(threshold string) string {
	text := "log " + vkey(origin, 1, seedOf(1)) + "\n"
	for i, name := range witnessNames {
		text += fmt.Sprintf("witness w%d %s\n", i, vkey(name, 4, seedOf(byte(2+i))))
	}
	return text + "group outside " + threshold + " w0 w1 w2\nquorum outside\n"
}

func checkpointVectors() object {
	hashes := storeOf(300)
	text := checkpoint(300, rootOf(300, hashes))
	log := logSigner(origin, seedOf(1))
	all := append([]note.Signer{log}, witnesses(3)...)
	forged := witness{witnessNames[2], seedOf(99), at}
	bad := strings.Replace(signed(text, all...), "\n300\n", "\n301\n", 1)
	stranger := logSigner(origin, seedOf(9))
	other := "other.example/record\n300\n" + rootOf(300, hashes).String() + "\n"
	cases := []object{
		{"note": signed(text, all...), "trusted": true, "cosigners": []string{"w0", "w1", "w2"}},
		{"note": signed(text, append([]note.Signer{log}, witnesses(2)...)...), "trusted": true, "cosigners": []string{"w0", "w1"}},
		{"note": signed(text, append(all, stranger, forged)...), "trusted": true, "cosigners": []string{"w0", "w1", "w2"}},
		{"note": signed(text, append([]note.Signer{log}, witnesses(1)...)...), "trusted": false, "kind": "quorum-missing"},
		{"note": signed(text, log), "trusted": false, "kind": "quorum-missing"},
		{"note": signed(text, witnesses(3)...), "trusted": false, "kind": "unsigned"},
		{"note": signed(text, append([]note.Signer{stranger}, witnesses(3)...)...), "trusted": false, "kind": "unsigned"},
		{"note": bad, "trusted": false, "kind": "signature-wrong"},
		{"note": signed(other, all...), "trusted": false, "kind": "origin-unknown"},
		{"note": signed(origin+"\n0300\n"+rootOf(300, hashes).String()+"\n", all...), "trusted": false, "kind": "checkpoint-malformed"},
		{"note": signed(origin+"\n300\nAAAA\n", all...), "trusted": false, "kind": "checkpoint-malformed"},
		{"note": signed(origin+"\n300\n", all...), "trusted": false, "kind": "checkpoint-malformed"},
	}
	return object{
		"about":  "C2SP tlog-checkpoint, tlog-cosignature v1 and tlog-policy: what the policy makes of each note. The tree holds the entries `entry 0` to `entry 299`.",
		"policy": policyText("2"), "origin": origin, "size": 300, "root": rootOf(300, hashes).String(), "atSeconds": at, "checkpoints": cases,
	}
}

func tileVectors() object {
	hashes := storeOf(70000)
	var files []object
	for _, tile := range []tlog.Tile{{H: 8, L: 0, N: 0, W: 256}, {H: 8, L: 0, N: 273, W: 112}, {H: 8, L: 1, N: 0, W: 256}, {H: 8, L: 1, N: 1, W: 17}, {H: 8, L: 2, N: 0, W: 1}} {
		bytes, err := tlog.ReadTileData(tile, hashes)
		check(err)
		files = append(files, object{"path": strings.Replace(tile.Path(), "tile/8/", "tile/", 1), "bytes": hex.EncodeToString(bytes)})
	}
	var bundles []object
	for _, entries := range [][]string{{""}, {"a", "", "路灯坏了"}, {strings.Repeat("x", 300), "y"}} {
		var bytes, texts = []byte{}, []string{}
		for _, entry := range entries {
			bytes = binary.BigEndian.AppendUint16(bytes, uint16(len(entry)))
			bytes = append(bytes, entry...)
			texts = append(texts, entry)
		}
		bundles = append(bundles, object{"entries": texts, "bytes": hex.EncodeToString(bytes)})
	}
	return object{
		"about": "C2SP tlog-tiles. A tree of the entries `entry 0` to `entry 69999`: some of its tiles in hexadecimal, and its root; and bundles of entries (UTF-8 text) in hexadecimal.",
		"size":  70000, "root": rootOf(70000, hashes).String(), "tiles": files, "bundles": bundles,
	}
}

func proofText(index, size int64, hashes store, extra string) string {
	proof, err := tlog.ProveRecord(size, index, hashes)
	check(err)
	text := "c2sp.org/tlog-proof@v1\n"
	if extra != "" {
		text += "extra " + b64([]byte(extra)) + "\n"
	}
	text += fmt.Sprintf("index %d\n", index)
	for _, hash := range proof {
		text += hash.String() + "\n"
	}
	return text + "\n" + signed(checkpoint(size, rootOf(size, hashes)), append([]note.Signer{logSigner(origin, seedOf(1))}, witnesses(3)...)...)
}

func proofVectors() object {
	hashes := storeOf(300)
	var proofs []object
	for _, place := range [][2]int64{{0, 1}, {0, 2}, {1, 2}, {4, 5}, {0, 256}, {255, 256}, {13, 300}, {256, 300}, {299, 300}} {
		entry := fmt.Sprintf("entry %d", place[0])
		proofs = append(proofs, object{"index": place[0], "size": place[1], "entry": entry, "proof": proofText(place[0], place[1], hashes, ""), "withExtra": proofText(place[0], place[1], hashes, entry)})
	}
	good := proofText(13, 300, hashes, "")
	return object{
		"about":  "C2SP tlog-proof v1 over the tree of `entry 0`, `entry 1` and so on. `withExtra` carries the entry itself. `wrong` must not prove `entry 13`.",
		"policy": policyText("2"), "proofs": proofs,
		"wrong": []object{
			{"kind": "not-included", "proof": strings.Replace(good, "index 13", "index 12", 1)},
			{"kind": "not-included", "proof": proofText(14, 300, hashes, "")},
			{"kind": "proof-malformed", "proof": strings.Replace(good, "index 13", "index 013", 1)},
			{"kind": "proof-malformed", "proof": strings.Replace(good, "@v1", "@v2", 1)},
			{"kind": "signature-wrong", "proof": strings.Replace(good, "\n300\n", "\n299\n", 1)},
		},
	}
}

func witnessVectors() object {
	hashes := storeOf(300)
	log := logSigner(origin, seedOf(1))
	request := func(old int64, proof tlog.TreeProof, note string) string {
		text := fmt.Sprintf("old %d\n", old)
		for _, hash := range proof {
			text += hash.String() + "\n"
		}
		return text + "\n" + note
	}
	proof, err := tlog.ProveTree(300, 200, hashes)
	check(err)
	now := signed(checkpoint(300, rootOf(300, hashes)), log)
	fork := signed(checkpoint(200, rootOf(199, hashes)), log)
	known := object{"size": 200, "root": rootOf(200, hashes).String()}
	judged := func(status int, body string, witnessed interface{}) object {
		return object{"request": body, "witnessed": witnessed, "status": status}
	}
	return object{
		"about": "C2SP tlog-witness, add-checkpoint: what the witness cosigned last (null: nothing), the request, and the status of the answer.",
		"log":   vkey(origin, 1, seedOf(1)),
		"requests": []object{
			judged(200, request(200, proof, now), known), judged(200, request(0, nil, now), nil),
			judged(200, request(200, nil, signed(checkpoint(200, rootOf(200, hashes)), log)), known),
			judged(400, request(301, nil, now), known), judged(400, "old 200\n", known), judged(400, "old 0200\n\n"+now, known),
			judged(403, request(200, proof, signed(checkpoint(300, rootOf(300, hashes)), logSigner(origin, seedOf(9)))), known),
			judged(404, request(0, nil, signed("other.example/record\n300\n"+rootOf(300, hashes).String()+"\n", log)), nil),
			judged(409, request(199, nil, now), known), judged(409, request(1, nil, now), nil), judged(409, request(200, nil, fork), known),
			judged(422, request(200, proof[1:], now), known), judged(422, request(200, nil, now), known), judged(422, request(0, proof, now), nil),
		},
	}
}
