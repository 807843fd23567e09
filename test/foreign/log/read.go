package main

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// readLog verifies a log in a folder: signatures, every tile up to the root, every entry, and the proofs beside it.
func readLog(folder string) {
	keys, err := os.ReadFile(filepath.Join(folder, "keys"))
	check(err)
	var verifiers []note.Verifier
	for _, line := range strings.Fields(string(keys)) {
		verifiers = append(verifiers, verifierOf(line))
	}
	served, err := os.ReadFile(filepath.Join(folder, "checkpoint"))
	check(err)
	opened, err := note.Open(served, note.VerifierList(verifiers...))
	check(err)
	lines := strings.Split(opened.Text, "\n")
	size, err := strconv.ParseInt(lines[1], 10, 64)
	check(err)
	root, err := tlog.ParseHash(lines[2])
	check(err)

	reader := tlog.TileHashReader(tlog.Tree{N: size, Hash: root}, tiles{folder})
	hash, err := tlog.TreeHash(size, reader)
	check(err)
	if hash != root {
		panic("the tiles hash to another root")
	}
	var indexes []int64
	for i := int64(0); i < size; i++ {
		indexes = append(indexes, tlog.StoredHashIndex(0, i))
	}
	leaves, err := reader.ReadHashes(indexes)
	check(err)
	entries := entriesOf(folder, size)
	for i, entry := range entries {
		if tlog.RecordHash(entry) != leaves[i] {
			panic(fmt.Sprintf("entry %d hashes to another leaf", i))
		}
	}
	compareTiles(folder, size, entries)
	fmt.Printf(`{"size":%d,"signatures":%d,"proofs":%d}`+"\n", size, len(opened.Sigs), readProofs(folder, size, root, leaves))
}

// tiles maps the names of the sumdb (tile/H/L/N) to those of C2SP tlog-tiles (tile/L/N).
type tiles struct{ folder string }

func (tiles) Height() int                     { return 8 }
func (tiles) SaveTiles([]tlog.Tile, [][]byte) {}
func (t tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	var read [][]byte
	for _, tile := range wanted {
		data, err := os.ReadFile(filepath.Join(t.folder, strings.Replace(tile.Path(), "tile/8/", "tile/", 1)))
		if err != nil {
			return nil, err
		}
		read = append(read, data)
	}
	return read, nil
}

// compareTiles builds every tile anew from the entries: the tile reader of x/mod 0.7 leaves some it read unchecked.
func compareTiles(folder string, size int64, entries [][]byte) {
	var hashes store
	for i, entry := range entries {
		added, err := tlog.StoredHashes(int64(i), entry, hashes)
		check(err)
		hashes = append(hashes, added...)
	}
	for _, tile := range tlog.NewTiles(8, 0, size) {
		// Partial tiles of smaller sizes are gone.
		if tile.W < 256 && int64(tile.W) != size>>(8*tile.L)%256 {
			continue
		}
		built, err := tlog.ReadTileData(tile, hashes)
		check(err)
		served, err := tiles{folder}.ReadTiles([]tlog.Tile{tile})
		check(err)
		if !bytes.Equal(built, served[0]) {
			panic("another tile at " + tile.Path())
		}
	}
}

func entriesOf(folder string, size int64) [][]byte {
	var entries [][]byte
	for first := int64(0); first < size; first += 256 {
		width := 256
		if size-first < 256 {
			width = int(size - first)
		}
		path := strings.Replace(tlog.Tile{H: 8, L: 0, N: first / 256, W: width}.Path(), "tile/8/0/", "tile/entries/", 1)
		bundle, err := os.ReadFile(filepath.Join(folder, path))
		check(err)
		for len(bundle) > 0 {
			length := int(binary.BigEndian.Uint16(bundle))
			entries = append(entries, bundle[2:2+length])
			bundle = bundle[2+length:]
		}
	}
	return entries
}

type proofs struct {
	Inclusion []struct {
		Index int64
		Path  []tlog.Hash
	}
	Consistency []struct {
		Size int64
		Root tlog.Hash
		Path []tlog.Hash
	}
}

func readProofs(folder string, size int64, root tlog.Hash, leaves []tlog.Hash) int {
	text, err := os.ReadFile(filepath.Join(folder, "proofs.json"))
	check(err)
	var read proofs
	check(json.NewDecoder(bytes.NewReader(text)).Decode(&read))
	for _, one := range read.Inclusion {
		check(tlog.CheckRecord(one.Path, size, root, one.Index, leaves[one.Index]))
	}
	for _, one := range read.Consistency {
		check(tlog.CheckTree(one.Path, size, root, one.Size, one.Root))
	}
	return len(read.Inclusion) + len(read.Consistency)
}
