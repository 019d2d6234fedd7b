# What makes two texts a pair of sentences: how they are split, compared and judged.
package Pairs;

use v5.32;
use warnings;
use utf8;
use Exporter qw(import);
use List::Util qw(any sum0 uniq);
our @EXPORT_OK = qw(expansion_of fault_of folded is_latin is_sentence pairs_of sentences_of strict_fault_of);

my $LONGEST = 400;       # characters of a sentence; a few times the longest sensible one

# Words whose full stop seldom ends a sentence, in any of the languages.
my $ABBREVIATION = qr/\b(?: \p{L} | \d+ | abb | abschn | apod | approx | art | atd | atp | bspw | bzgl | bzw
  | cap | cf | ca | dgl | ecc | ej | es | etc | evtl | ex | fig | ggf | inkl | kap | max | min | např | no | nr
  | núm | p\. | pag | pág | popř | pozn | př | resp | sig | sog | std | str | tj | tzn | tzv | usw | vgl | vs
  | z\.B | d\.h | e\.g | i\.e )\./xi;

# The sentences of a segment. A mark ends one when a space and something that can begin the next
# follow; the full-width marks of Chinese and Japanese need no space.
sub sentences_of {
  my ($text) = @_;
  $text =~ s/($ABBREVIATION) /$1\0/g;
  $text =~ s/([.!?…]["”“»’)\]]*) (?=["„“«‘(\[¿¡]*[\p{Lu}\p{Lo}\d])/$1\n/g;
  $text =~ s/([。！？][」』）]*)(?=[^\s」』）])/$1\n/g;
  $text =~ s/\0/ /g;
  return grep { /\S/ } map { s/^\s+|\s+$//gr } split /\n/, $text;
}

# What is compared to tell whether two sentences are the same: their letters and marks alone.
sub folded { return fc($_[0]) =~ s/[^\p{L}\p{M}]+/ /gr =~ s/^ | $//gr }

# How long the second sides of segments [document, source, target] run beside the first.
sub expansion_of { return sum0(map { length $_->[2] } @_) / (sum0(map { length $_->[1] } @_) || 1) }

# Whether a translation's length fits, given how long this language runs beside English: 15
# characters of slack, and beyond them at most 1.75 times more or less than expected.
sub fits {
  my ($source, $target, $expansion) = @_;
  my ($expected, $found) = (15 + $expansion * length $source, 15 + length $target);
  return $found <= 1.75 * $expected && $expected <= 1.75 * $found;
}

# The sentence pairs of a segment and its translation; one pair where the sides do not agree on how
# many sentences there are, or on how long each is.
sub pairs_of {
  my ($source, $target, $expansion) = @_;
  my @source = sentences_of($source);
  my @target = sentences_of($target);
  return [join(" ", @source), join(" ", @target)]
    if @source != @target || any { !fits($source[$_], $target[$_], $expansion) } 0 .. $#source;
  return map { [$source[$_], $target[$_]] } 0 .. $#source;
}

# How much of a text's letters are Latin.
sub latin_share {
  my $letters = $_[0] =~ s/\P{L}+//gr;
  return length($letters =~ s/\P{Latin}+//gr) / (length($letters) || 1);
}

# Whether the second sides of segments are written in Latin letters, but for those left in English.
sub is_latin { return latin_share(join ' ', map { $_->[2] } grep { $_->[1] ne $_->[2] } @_) > 0.5 }

# Why a pair is of no use for training, or nothing.
sub fault_of {
  my ($source, $target, $expansion, $latin) = @_;
  my @sides = ($source, $target);
  return 'without a word' if any { !/\p{L}{2}/ } @sides;
  return 'the same on both sides' if folded($source) eq folded($target);
  return 'more signs than letters' if any { 0.6 * length > length s/[^\p{L}\p{M} ]+//gr } @sides;
  return 'too long' if any { length > $LONGEST } @sides;
  return 'lengths that do not fit' if !fits($source, $target, $expansion);
  return 'broken text'
    if any { /[\x{80}-\x{9F}\x{FFFC}\x{FFFD}\p{Co}\p{Cn}]|[ÃÂ][\x{A0}-\x{BF}]|&[A-Za-z]\w*;| not found\]/ } @sides;
  return 'wrong script' if $latin ? latin_share($target) < 0.5 : latin_share($target) > 0.7;
  return;
}

# --- Rules for text that programs show --------------------------------------------------------------

# What a program puts something in for: C's and Qt's percent codes, braces, variables.
my $CODE = qr/%(?:\d+\$)?[-+0#']*\d*(?:\.\d+)?(?:hh?|ll?|[zjqtL])?[a-zA-Z@]\b|%\(\w+\)[a-z]|%L?\d+|%[A-Za-z]
  |\$\{?\w+\}?|\$\(\w+\)|<\w+>|\{[^{}\s]*\}/x;

# The codes of a text, without the places that let a translation reorder them.
sub codes_of { return join ' ', sort map { s/^%\K\d+\$//r } $_[0] =~ /$CODE/g }

# The numbers of two digits and more; smaller ones may be spelled out. What groups digits differs.
sub numbers_of {
  my ($text) = @_;
  $text =~ s/$CODE//g;
  return join ' ', sort grep { length > 1 } map { s/\D//gr =~ s/^0+|0+$//gr } $text =~ /\d[\d.,'’\x{A0}\x{202F}]*/g;
}

# Whether a word is one of a machine: a path, an option, an identifier, an expression.
sub is_odd {
  return $_[0] =~ m{[_\\=<>{}@#\$*|~^+]|\w/\w|^/|^--?\w|\w::?\w|\w\(|\.\w+\.|[a-z][A-Z]|\pL\d+\pL};
}

my $ENGLISH = qr/^(?:the|of|and|with|this|your|from|is|are|be|it|you|that|which|have|has)$/;

# Why a pair of a program's text is of no use beyond what fault_of finds, or nothing.
sub strict_fault_of {
  my ($source, $target) = @_;
  return 'codes that do not match' if codes_of($source) ne codes_of($target);
  return 'numbers that do not match' if numbers_of($source) ne numbers_of($target);
  my @words = split / /, $source =~ s/$CODE/x/gr;
  return 'more of a machine than of a person'
    if 3 * (grep { is_odd($_) } @words) > @words || any { length > 40 } split / /, $source;
  return 'without a word in lower case' if $source !~ /\p{Ll}{2}/;
  my %source = map { $_ => 1 } split / /, folded($source);
  my @target = grep { length > 1 } split / /, folded($target);
  return 'hardly translated' if @target > 3 && 0.7 * @target <= grep { $source{$_} } @target;
  my @english = uniq grep { /$ENGLISH/ } @target;
  return 'left in English' if @english > 1 && 5 * (grep { /$ENGLISH/ } @target) >= @target;
  return;
}

# Whether a text without a translation is a sentence of a person: some words of more than one letter, mostly
# letters, not of a machine, and in German not in English.
sub is_sentence {
  my ($text, $language) = @_;
  return if length $text > $LONGEST || $text =~ /[\x{80}-\x{9F}\x{FFFC}\x{FFFD}\p{Co}\p{Cn}]|&[A-Za-z]\w*;/;
  my @words = split ' ', $text;
  return if @words < 3 || 0.7 * length($text) > length $text =~ s/[^\p{L}\p{M} ]+//gr;
  return if 4 * (grep { is_odd($_) } @words) > @words;
  return $language eq 'en' || 5 * (grep { /$ENGLISH/ } map { lc } @words) < @words;
}

1;
