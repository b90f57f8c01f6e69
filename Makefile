# make run     builds, plays a call, an SMS and a stranger through real sockets, and stays up
# make test    runs all tests
# make build   builds the executable: .build/release/clearwater
# make bench   compares with Kamailio on the same workload
# make install copies the executable to $(PREFIX)/bin, with the names of the original's tools
#
# Each installs the Debian packages that it needs and that are missing; PACKAGES=skip leaves that out.

PREFIX ?= /usr/local
SWIFT ?= swift
# Overlapping accesses are looked for while compiling and in the tests; the packages we build on trust that too.
RELEASE_FLAGS := -Xswiftc -enforce-exclusivity=unchecked

BUILD_PACKAGES := libcurl4-openssl-dev libqrencode-dev libsqlite3-dev libunbound-dev libxml2-dev \
    zlib1g-dev
TEST_PACKAGES := sip-tester baresip-core chromium chromium-driver curl openssl prometheus python3-venv slowhttptest \
    sngrep tmux tshark zbar-tools
BENCH_PACKAGES := sip-tester gcc kamailio kamailio-extra-modules python3

ifeq ($(PACKAGES),skip)
install-packages := @true
else
install-packages := @scripts/install-packages
endif

.PHONY: run test build bench install swift

run: build
	@.build/release/clearwater try --stay $(TRY)

build: swift
	$(install-packages) $(BUILD_PACKAGES)
	$(SWIFT) build --configuration release --product clearwater $(RELEASE_FLAGS)

test: swift
	$(install-packages) $(BUILD_PACKAGES) $(TEST_PACKAGES)
	$(SWIFT) test --no-parallel

bench: build
	$(install-packages) $(BENCH_PACKAGES)
	Benchmarks/compare

install: build
	install -D --mode 755 .build/release/clearwater $(DESTDIR)$(PREFIX)/bin/clearwater
	for name in create_user update_user delete_user display_user list_users; do \
	    ln --symbolic --force clearwater $(DESTDIR)$(PREFIX)/bin/cw-$$name || exit 1; done

swift:
	@command -v $(SWIFT) > /dev/null || { \
	    echo "Swift 6.3 is not on the PATH: install it from https://www.swift.org/install/linux/debian/12" >&2; exit 1; }
