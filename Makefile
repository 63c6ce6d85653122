# The few things that one does with a checkout. `make demo` is the place to start.

SWIFT ?= swift
# Tests look at what modules keep to themselves, which optimized builds hide by default.
TEST_FLAGS = -c release -Xswiftc -enable-testing
# What a target imports is to stand among its dependencies.
EDGES = --explicit-target-dependency-import-check error
# Apart from the program's build, whose flags differ: neither has to be built again for the other.
TEST_BUILD = .build/tests
DEMO = burnish-demo.png

.PHONY: demo test golden test-instructions test-debian13 test-faults test-kills fuzz sanitize check-all benchmark docs build setup format clean

# Builds the program, restores a scene that it renders itself, and prints the path of the result.
demo: build
	@.build/release/burnish demo --overwrite -o $(DEMO)

# Runs every test in release mode; those that need research data say so and are skipped without it.
test: setup
	$(SWIFT) build $(TEST_FLAGS) --scratch-path $(TEST_BUILD) --build-tests $(EDGES)
	$(SWIFT) test $(TEST_FLAGS) --scratch-path $(TEST_BUILD) --skip-build

# Writes the texts anew that tests hold helps and messages against; after `make test`. The diff shows what changed.
golden:
	BURNISH_RENEW_GOLDEN=1 $(SWIFT) test $(TEST_FLAGS) --scratch-path $(TEST_BUILD) --skip-build --filter GoldenTextTests

# Runs the tests of tensors, networks and models again with fewer instructions than the processor has; after `make test`.
test-instructions:
	Scripts/test-instructions.sh $(SWIFT) test $(TEST_FLAGS) --scratch-path $(TEST_BUILD) --skip-build \
	  --filter 'BurnishTensorsTests|BurnishNetworksTests|BurnishModelsTests'

# Runs `make demo test` in a fresh Debian 13 of its own, which has oneDNN 3; as root.
test-debian13:
	Scripts/test-debian.sh trixie

# Lets every call of the system fail that commands make for their files, one after the other.
test-faults: build
	Scripts/test-faults.sh .build/release/burnish

# Kills a training at 50 random moments and resumes it.
test-kills: build
	Scripts/test-kills.sh .build/release/burnish

# Fuzzes each reader of files for SECONDS under AddressSanitizer, from where the last run ended.
SECONDS ?= 20
fuzz: setup
	SWIFT="$(SWIFT)" Fuzz/run.sh $(SECONDS)

# Runs tests under AddressSanitizer with UndefinedBehaviorSanitizer, and under ThreadSanitizer, each in a build of its own.
sanitize: setup
	SWIFT="$(SWIFT)" Scripts/sanitize.sh

# Everything that can be checked; takes most of two hours on two cores.
check-all: test
	$(MAKE) test-faults test-kills
	$(MAKE) test-instructions
	$(MAKE) test-debian13
	$(MAKE) sanitize

# Compares speed with other libraries, which it installs into a virtual environment of its own.
benchmark: setup
	Benchmarks/run

# Makes pages of the articles and of the library's reference in .build/docs.
docs: setup
	mkdir -p .build/docs
	$(SWIFT) package --package-path Documentation/site --allow-writing-to-directory .build/docs \
	  generate-documentation --product Burnish --output-path "$(CURDIR)/.build/docs"

build: setup
	$(SWIFT) build -c release --product burnish

# Installs the system libraries where they are missing.
setup:
	@sh Scripts/setup.sh

format:
	$(SWIFT) format --in-place --recursive Package.swift Sources Tests Benchmarks

clean:
	$(SWIFT) package clean
	rm -rf $(TEST_BUILD) $(DEMO)
