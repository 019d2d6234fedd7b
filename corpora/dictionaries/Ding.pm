# Reads the German-English word list of Ding: `Haus {n} | Häuser {pl} :: house | houses`.
package Ding;

use v5.32;
use warnings;
use utf8;
use Exporter qw(import);
our @EXPORT_OK = qw(entries_of);

# A wording without grammar {n}, field [bot.], old spelling <…> or explanation (…).
sub bare {
  my ($text) = @_;
  $text =~ s/\{[^{}]*\}|\[[^\[\]]*\]|<[^<>]*>|\([^()]*\)//g;
  return $text =~ s/\s+/ /gr =~ s/^ | $//gr =~ s/ (?=[,.?!])//gr;
}

# The entries, each as [its first German word, [English, German], ...]. Behind `;` stand other wordings,
# of which those that both sides have first go together.
sub entries_of {
  my ($lines) = @_;
  my @entries;
  while (<$lines>) {
    next if /^#/ || !/ :: /;
    chomp;
    my ($german, $english) = map { [split / \| /] } split / :: /;
    next if !$english || @$german != @$english;
    my @pairs = map { [map { bare((split /; ?/)[0] // '') } $english->[$_], $german->[$_]] } 0 .. $#$german;
    push @entries, [lc((split ' ', $pairs[0][1])[0] // ''), grep { !is_open(@$_) } @pairs];
  }
  return @entries;
}

# Whether a pair has a place for something else in it, or is cut.
sub is_open {
  return grep { $_ eq '' || m{\bjd[nms]?\.|\betw\.|\bsb\.|\bsth\.|\bsb's|\bjds\.|\.\.\.|…|/|[{}()\[\]<>~]|:$} } @_;
}

1;
