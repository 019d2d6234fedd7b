# Reads a dictionary from English as FreeDict makes it for dictd: a headword with its pronunciation, then
# its translations, and examples as `"a phrase" - eine Wendung`.
package FreeDict;

use v5.32;
use warnings;
use utf8;
use Exporter qw(import);
our @EXPORT_OK = qw(entries_of);

sub bare {
  my ($text) = @_;
  $text =~ s/\{[^{}]*\}|\[[^\[\]]*\]|<[^<>]*>|\([^()]*\)//g;
  return $text =~ s/\s+/ /gr =~ s/^ | $//gr;
}

# The entries, each as [headword, [English, translation], ...].
sub entries_of {
  my ($lines) = @_;
  my @entries;
  my ($headword, $done);
  while (<$lines>) {
    chomp;
    if (m{^(\S.*?) /[^/]*/}) { ($headword, $done) = (bare($1), 0); next }
    if (/^\s+"([^"]+)"\s+- (.+)/) { push @entries, [$headword, [$1, bare($2)]] if defined $headword; next }
    next if !defined $headword || $done || /^\s*(?:Synonyms?:|see:|Note:|\d+\.\s*$)/;
    if (/^(?:\d+\. )?(\S.*)/) {
      my $first = bare((split /[,;]/, $1)[0] // '');
      push @entries, [$headword, [$headword, $first]] if $first ne '';
      $done = !/^\d/;
    }
  }
  return @entries;
}

1;
