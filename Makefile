# Everything a contributor or a user runs. `make` alone lists it.

PREFIX ?= /usr/local

.PHONY: help demo build mpi install test test-all fuzz lint format charts docs clean \
	bench bench-cleaning bench-corpora bench-decoding bench-documents bench-encoders bench-evaluation bench-methods \
	bench-mpi bench-open-models bench-tokenizer bench-training

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-16s %s\n", $$1, $$2}' Makefile

demo: ## train a small translator on real text, score it and try it
	scripts/setup --corpus
	scripts/demo

build: ## build the commands train, translate, evaluate and understand
	scripts/setup
	swift build -c release

mpi: ## build a train that several machines share, into .build-mpi
	scripts/setup --mpi
	swift build -c release --traits MPI --scratch-path .build-mpi --product train

# A name like `train` belongs to nobody: in a folder that all programs share, each says whose it is. With the
# Swift libraries in them, commands start sooner and run where there is no Swift.
install: ## install the commands as PREFIX/bin/dragoman-train and so on
	scripts/setup
	for command in train translate evaluate understand; do \
	  swift build -c release --static-swift-stdlib --scratch-path .build-static --product $$command || exit; \
	done
	install -d '$(DESTDIR)$(PREFIX)/bin'
	for command in train translate evaluate understand; do \
	  install --strip ".build-static/release/$$command" "$(DESTDIR)$(PREFIX)/bin/dragoman-$$command" || exit; \
	done

test: ## build and run the tests, and the commands and charts of the documents
	scripts/setup
	scripts/test
	scripts/check-examples --parse
	.build/release/benchmark charts --check docs/measurements/*.md
	for recipe in corpora/test corpora/*/test; do $$recipe || exit; done

test-all: lint test ## test more: the documents' examples, the reference, lower kernels, Arm, sanitizers
	for level in portable openblas avx2; do \
	  DRAGOMAN_KERNELS=$$level swift test -c release --skip-build --filter 'Golden|Law|Gradient|Trainer|Recovery' || exit; \
	done
	scripts/check-examples
	scripts/docs
	scripts/test-arm
	scripts/test --sanitize address --scratch-path .build-address
	scripts/test --sanitize thread --scratch-path .build-thread

fuzz: ## look for text and files that break tokenizers and readers; SECONDS=n for each kind
	scripts/setup
	scripts/fuzz $(SECONDS)

lint: ## check layout, layers, file lengths, scripts and documents
	scripts/lint

format: ## lay the Swift files out as lint wants them
	swift format --in-place --recursive Sources Tests Benchmarks Fuzz Package.swift

bench: ## measure throughput
	scripts/setup
	swift run -c release benchmark

# FOREIGN is text in another language than TARGET, TEST a test set in TARGET's.
bench-cleaning: ## break pairs of SOURCE and TARGET, and count what is found; FOREIGN=FILE TEST=FILE
	scripts/setup
	swift build -c release --product train >&2
	python3 Benchmarks/peers/corpus_faults.py .build/release/train $(SOURCE) $(TARGET) $(FOREIGN) $(TEST)

bench-corpora: build ## start on 50 million pairs, which are made up, in FOLDER; PAIRS=n for fewer
	Benchmarks/corpora $(FOLDER) $(PAIRS)

bench-decoding: ## compare translation with CTranslate2 and Transformers
	scripts/setup
	Benchmarks/peers/decoding

bench-encoders: ## compare sentence embeddings with Transformers, PyTorch and ONNX Runtime; TEXT=FILE of lines
	scripts/setup
	Benchmarks/peers/encoders $(or $(TEXT),Tests/DragomanTests/Golden/tokenizer-training.txt)

bench-open-models: ## compare models of others with their own libraries; TEXT=FILE of English lines
	scripts/setup
	Benchmarks/peers/open-models $(TEXT)

bench-documents: ## take real documents through all formats; MODEL=DIR puts tags and placeholders back, too
	scripts/setup
	Benchmarks/peers/documents $(MODEL)

bench-training: ## compare training with PyTorch and Marian; SOURCE=FILE TARGET=FILE for another corpus
	scripts/setup
	Benchmarks/peers/training $(SOURCE) $(TARGET)

bench-mpi: ## compare processes with threads; NETWORK=--network also machines with 1 Gbit/s
	scripts/setup --mpi
	Benchmarks/mpi $(NETWORK)

bench-methods: build ## measure what methods of training are worth; MULTI30K=DIR TATOEBA=FILE
	Benchmarks/methods $(MULTI30K) $(TATOEBA) .build-methods

# OUTPUTS is a folder LANGUAGE/reference.* and LANGUAGE/SYSTEM.*; without it, lines are made up.
bench-evaluation: ## compare every digit of evaluate, and its speed, with sacreBLEU
	scripts/setup
	Benchmarks/peers/evaluation $(OUTPUTS)

bench-tokenizer: ## compare the tokenizer with others; TEXT="FILE ..." adds a text
	scripts/setup
	Benchmarks/peers/tokenizer $(TEXT)

charts: ## draw the charts of docs/measurements from their tables
	swift run -c release benchmark charts docs/measurements/*.md

docs: build ## write the library's reference to .build-docs/site
	scripts/docs

clean: ## remove what was built; keep corpora and trained models
	rm -rf .build .build-*
