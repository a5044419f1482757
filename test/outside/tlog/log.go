package main

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const tileHeight = 8

// remoteLog is a log under a URL prefix, as C2SP tlog-tiles has it, at the checkpoint that was read first.
type remoteLog struct {
	prefix    string
	header    string
	verifier  note.Verifier
	origin    string
	tree      tlog.Tree
	hashes    tlog.HashReader
	tilesRead int
}

func openLog(prefix, key, header string) (*remoteLog, error) {
	verifier, err := note.NewVerifier(key)
	if err != nil {
		return nil, fmt.Errorf("verifier key: %w", err)
	}
	log := &remoteLog{prefix: prefix, header: header, verifier: verifier}
	message, err := log.get("/checkpoint", false)
	if err != nil {
		return nil, err
	}
	if log.origin, log.tree, err = log.openCheckpoint(message); err != nil {
		return nil, fmt.Errorf("checkpoint: %w", err)
	}
	log.hashes = tlog.TileHashReader(log.tree, log)
	return log, nil
}

// openCheckpoint verifies the log's signature; other keys' lines are passed over.
func (log *remoteLog) openCheckpoint(message []byte) (string, tlog.Tree, error) {
	opened, err := note.Open(message, note.VerifierList(log.verifier))
	if err != nil {
		return "", tlog.Tree{}, err
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[0] != log.verifier.Name() {
		return "", tlog.Tree{}, fmt.Errorf("not a checkpoint of %s: %q", log.verifier.Name(), opened.Text)
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return "", tlog.Tree{}, err
	}
	root, err := tlog.ParseHash(lines[2])
	return lines[0], tlog.Tree{N: size, Hash: root}, err
}

func (log *remoteLog) proveEntry(index int64) error {
	entries, err := log.readEntries(index / (1 << tileHeight))
	if err != nil {
		return err
	}
	entry := entries[index%(1<<tileHeight)]
	var event struct{ Sequence int64 }
	if err := json.Unmarshal(entry, &event); err != nil {
		return err
	}
	if event.Sequence != index+1 {
		return fmt.Errorf("holds event %d", event.Sequence)
	}
	proof, err := tlog.ProveRecord(log.tree.N, index, log.hashes)
	if err != nil {
		return err
	}
	return tlog.CheckRecord(proof, log.tree.N, log.tree.Hash, index, tlog.RecordHash(entry))
}

func (log *remoteLog) proveExtends(file string) (int64, error) {
	message, err := os.ReadFile(file)
	if err != nil {
		return 0, err
	}
	_, older, err := log.openCheckpoint(message)
	if err != nil {
		return 0, err
	}
	proof, err := tlog.ProveTree(log.tree.N, older.N, log.hashes)
	if err != nil {
		return 0, err
	}
	return older.N, tlog.CheckTree(proof, log.tree.N, log.tree.Hash, older.N, older.Hash)
}

// rehash makes the tree of all entries anew.
func (log *remoteLog) rehash() error {
	var stored []tlog.Hash
	reader := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		found := make([]tlog.Hash, len(indexes))
		for at, index := range indexes {
			found[at] = stored[index]
		}
		return found, nil
	})
	for tile := int64(0); tile<<tileHeight < log.tree.N; tile++ {
		entries, err := log.readEntries(tile)
		if err != nil {
			return err
		}
		for at, entry := range entries {
			hashes, err := tlog.StoredHashes(tile<<tileHeight+int64(at), entry, reader)
			if err != nil {
				return err
			}
			stored = append(stored, hashes...)
		}
	}
	root, err := tlog.TreeHash(log.tree.N, reader)
	if err == nil && root != log.tree.Hash {
		err = fmt.Errorf("the entries give the root %s, the checkpoint has %s", root, log.tree.Hash)
	}
	return err
}

// readEntries reads the entry bundle that belongs to a tile of level 0, as wide as it is in this tree.
func (log *remoteLog) readEntries(tile int64) ([][]byte, error) {
	width := min(log.tree.N-tile<<tileHeight, 1<<tileHeight)
	place := tlog.Tile{H: tileHeight, L: 0, N: tile, W: int(width)}.Path()
	bundle, err := log.get("/tile/entries"+strings.TrimPrefix(place, "tile/8/0"), true)
	if err != nil {
		return nil, err
	}
	entries := make([][]byte, 0, width)
	for len(bundle) > 0 {
		if len(bundle) < 2 || len(bundle) < 2+int(binary.BigEndian.Uint16(bundle)) {
			return nil, errors.New("the bundle ends within an entry")
		}
		length := int(binary.BigEndian.Uint16(bundle))
		entries = append(entries, bundle[2:2+length])
		bundle = bundle[2+length:]
	}
	if int64(len(entries)) != width {
		return nil, fmt.Errorf("the bundle has %d entries, not %d", len(entries), width)
	}
	return entries, nil
}

// Height, ReadTiles and SaveTiles are what tlog.TileHashReader asks of a reader; it verifies each tile against the root by itself.
func (log *remoteLog) Height() int { return tileHeight }

func (log *remoteLog) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	read := make([][]byte, len(tiles))
	for at, tile := range tiles {
		data, err := log.get("/tile"+strings.TrimPrefix(tile.Path(), "tile/8"), false)
		if err != nil {
			return nil, err
		}
		read[at] = data
		log.tilesRead++
	}
	return read, nil
}

func (log *remoteLog) SaveTiles([]tlog.Tile, [][]byte) {}

func (log *remoteLog) get(path string, withHeader bool) ([]byte, error) {
	request, err := http.NewRequest(http.MethodGet, log.prefix+path, nil)
	if err != nil {
		return nil, err
	}
	if name, value, ok := strings.Cut(log.header, ": "); withHeader && ok {
		request.Header.Set(name, value)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err == nil && response.StatusCode != http.StatusOK {
		err = fmt.Errorf("GET %s: %s %s", path, response.Status, body)
	}
	return body, err
}
