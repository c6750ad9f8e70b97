# listbrief.  make [all] static check asan faults delivery fuzz lint bench install uninstall clean
PREFIX ?= /usr/local
DESTDIR ?=
CC ?= cc
CFLAGS ?= -O2 -g
PKG_CONFIG ?= pkg-config
B ?= build

BIN = $(DESTDIR)$(PREFIX)/bin
SHARE = $(DESTDIR)$(PREFIX)/share

WARN = -Wall -Wextra -Wstrict-prototypes -Wmissing-prototypes -Wshadow -Wconversion
HARDEN = -fPIE -fstack-protector-strong -fstack-clash-protection -fcf-protection -D_FORTIFY_SOURCE=2
pkgs = lmdb libzstd nettle jansson yaml-0.1 libxml-2.0
override CPPFLAGS += -I. -D_GNU_SOURCE -DLISTBRIEF_SHARE='"$(PREFIX)/share/listbrief"' \
	$(shell $(PKG_CONFIG) --cflags $(pkgs))
# Hidden: a function of ours must not stand in for a library's of the same name.
comma = ,
override CPPFLAGS += $(if $(STATIC),-DLISTBRIEF_STATIC)
override CFLAGS += -std=c11 -fvisibility=hidden $(WARN) $(if $(SANITIZE),$(SANITIZE),$(HARDEN))
override LDFLAGS += $(if $(SANITIZE),$(SANITIZE),$(if $(STATIC),-static-pie $(START),-pie) -Wl,-z,relro -Wl,-z,now -Wl,-z,noexecstack) -Wl,--as-needed

# What each program is linked with; ingest is started once per mail and stays light.
# -letpan by hand: its pkg-config flags take PIE away.
store_libs = $(shell $(PKG_CONFIG) --libs lmdb libzstd nettle)
# Loading four shared libraries takes a third of a delivery: in it go the archives, where they are there.
archive = $(or $(filter /%,$(shell $(CC) -print-file-name=lib$(1).a)),-l$(1))
ingest_libs = $(foreach lib,lmdb zstd nettle yaml,$(call archive,$(lib))) -lpthread
aggregate_libs = $(store_libs) -lyaml -letpan -lxml2 -lunistring
curl_libs = $(shell $(PKG_CONFIG) --libs libcurl)
report_libs = $(store_libs) -lyaml -ljansson -lunistring -lm $(curl_libs)
members_libs = $(store_libs) -lyaml -ljansson -lunistring $(curl_libs)
all_libs = $(store_libs) -lyaml -ljansson -lunistring -letpan -lxml2 -lm $(curl_libs)

filters = ingest aggregate report members
programs = $(filters:%=$(B)/listbrief-%)
objects = $(patsubst %.c,$(B)/%.o,$(wildcard $(1)/*.c $(1)/*/*.c))
modules = $(filter-out $(B)/filters/%/main.o,$(call objects,filters/$(1)))
units = $(patsubst tests/unit/%.c,$(B)/tests/%,$(wildcard tests/unit/*.c))
tools = $(patsubst tests/tools/%.c,$(B)/tools/%,$(wildcard tests/tools/*.c))
replays = $(patsubst tests/fuzz/fuzz_%.c,$(B)/replay/%,$(wildcard tests/fuzz/fuzz_*.c))
shims = $(patsubst tests/shims/%.c,$(B)/shims/%.so,$(wildcard tests/shims/*.c))

all: $(programs) $(B)/templates

$(B)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$(B)/libcommon.a: $(call objects,common)
$(B)/libstore.a: $(call objects,store)
$(foreach f,$(filters),$(eval $(B)/lib$(f).a: $(call modules,$(f))))
$(B)/lib%.a:
	rm -f $@ && ar rcs $@ $^

$(B)/listbrief-%: $(B)/filters/%/main.o $(B)/lib%.a $(B)/libstore.a $(B)/libcommon.a
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $($*_libs)

$(B)/tests/%: $(B)/tests/unit/%.o $(filters:%=$(B)/lib%.a) $(B)/libstore.a $(B)/libcommon.a
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ -lcmocka $(all_libs)

# What tests look into a store with.
$(B)/tools/%: $(B)/tests/tools/%.o $(B)/libaggregate.a $(B)/libreport.a $(B)/libstore.a $(B)/libcommon.a
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(all_libs)

# What stands between a program and its libc.
$(B)/shims/%.so: tests/shims/%.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) -O2 -g -std=c11 $(WARN) -fPIC -shared -o $@ $<

# An ingest that wants no loader and no library: it answers 75 where another could not even start.
static:
	$(MAKE) B=$(B)/static STATIC=1 $(if $(findstring x86_64,$(shell $(CC) -dumpmachine)),START=-Wl$(comma)-e$(comma)listbrief_start) $(B)/static/listbrief-ingest

# The programs find their templates beside them, so a build tree runs as it is.
$(B)/templates:
	@mkdir -p $(B) && ln -sfn $(realpath templates) $@

# What is quick; and every test, with those that say "# Long": servers that fail in each way, weeks of
# real mail, a browser.
tests = $(filter-out tests/faults/% tests/delivery/%,$(wildcard tests/*/*.t))
long_tests = $(shell grep -lx '# Long' $(tests))
tested = all $(units) $(tools) $(replays) $(shims)
check: $(tested)
	B=$(B) prove -j$(shell nproc) tests/unit.t $(filter-out $(long_tests),$(tests))

long: $(tested)
	B=$(B) prove -j$(shell nproc) $(long_tests) tests/unit.t $(filter-out $(long_tests),$(tests))

# Kills, power cuts, full disks: some minutes.  HACKING.md tells which variables make them hours.
faults: all static $(tools) $(shims)
	B=$(B) prove $(sort $(wildcard tests/faults/*.t))

# Mail servers and programs that fetch mail, each with its example, when all is well and when it is not.
delivery: all $(tools)
	B=$(B) prove $(sort $(wildcard tests/delivery/*.t))

asan:
	$(MAKE) B=$(B)-asan CFLAGS="-O1 -g" SANITIZE="-fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer" long

# Each target for SECONDS seconds; crashers of old are in tests/fuzz/corpus and are run first.
SECONDS ?= 60
fuzzers = $(patsubst tests/fuzz/%.c,$(B)/tests/%,$(wildcard tests/fuzz/fuzz_*.c))
fuzz:
	$(MAKE) B=$(B)-fuzz CC=clang CFLAGS="-O1 -g" SANITIZE="-fsanitize=address,undefined,fuzzer-no-link" fuzzers
	B=$(B)-fuzz sh tests/fuzz/run.sh $(SECONDS)

fuzzers: $(fuzzers)

$(B)/tests/fuzz_%: $(B)/tests/fuzz/fuzz_%.o $(filters:%=$(B)/lib%.a) $(B)/libstore.a $(B)/libcommon.a
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(LDFLAGS) -fsanitize=fuzzer -o $@ $^ $(all_libs)

# A fuzz target that is given files.
$(B)/replay/%: $(B)/tests/fuzz/fuzz_%.o $(B)/tests/fuzz/replay.o $(filters:%=$(B)/lib%.a) $(B)/libstore.a $(B)/libcommon.a
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(all_libs)

lint:
	sh tests/lint.sh

bench: all $(B)/tools/ask
	B=$(B) sh tests/bench/run.sh

install: all
	mkdir -p $(BIN) $(SHARE)/listbrief $(SHARE)/man/man1 $(SHARE)/man/man5 $(SHARE)/man/man7 $(SHARE)/doc/listbrief/examples
	install -m 755 $(programs) $(BIN)
	cp -R templates $(SHARE)/listbrief/
	for n in 1 5 7; do install -m 644 man/*.$$n $(SHARE)/man/man$$n || exit 1; done
	cp -R examples/. $(SHARE)/doc/listbrief/examples/
	rm -f $(SHARE)/doc/listbrief/examples/demo.sh $(SHARE)/doc/listbrief/examples/digest.png

uninstall:
	rm -f $(filters:%=$(BIN)/listbrief-%)
	rm -rf $(SHARE)/listbrief $(SHARE)/doc/listbrief
	for m in man/*.[157]; do rm -f $(SHARE)/man/man$${m##*.}/$${m##*/}; done

clean:
	rm -rf $(B) $(B)-asan $(B)-fuzz

.PHONY: all static check long asan faults delivery fuzz fuzzers lint bench install uninstall clean
.SECONDARY:
-include $(shell find $(B) -name '*.d' 2>/dev/null)
