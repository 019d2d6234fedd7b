# The blocks of text in a manual page, as it is written with roff's man macros.
package Roff;

use v5.32;
use warnings;
use utf8;
use Exporter qw(import);
our @EXPORT_OK = qw(blocks_of);

my %SIGN = (aq => "'", dq => '"', lq => '“', rq => '”', oq => '‘', cq => '’', em => '—', en => '–', bu => '•',
  co => '©', rg => '®', tm => '™', mi => '−', mu => '×', ha => '^', ti => '~', rs => '\\', ga => '`',
  Fo => '«', Fc => '»', Bq => '„', '->' => '→', '<-' => '←', 'hy' => '-', 'oA' => 'Å', 'de' => '°',
  ss => 'ß', ':a' => 'ä', ':o' => 'ö', ':u' => 'ü', ':A' => 'Ä', ':O' => 'Ö', ':U' => 'Ü');

# Text without roff's escapes.
sub plain {
  my ($text) = @_;
  $text =~ s/\\f(?:\[[^\]]*\]|\(..|.)//g;
  $text =~ s/\\s(?:\[[^\]]*\]|[-+]?\d|\(\d\d)//g;
  $text =~ s/\\m(?:\[[^\]]*\]|\(..|.)//g;
  $text =~ s{\\h'[^']*'}{}g;
  $text =~ s{\\u.*?\\d}{}g;    # the number of a footnote
  $text =~ s{\\\*\(Aq}{'}g;
  $text =~ s/\\\[u([0-9A-F]{4,6})\]/chr hex $1/ge;
  $text =~ s/\\(?:\((..)|\[([^\]]*)\])/$SIGN{$1 \/\/ $2} \/\/ "\x{FFFC}"/ge;
  $text =~ s/\\\*(?:\(..|\[[^\]]*\]|.)/\x{FFFC}/g;
  $text =~ s/\\[&|^%:\/,c)]//g;
  $text =~ s/\\[ ~0]/ /g;
  $text =~ s/\\-/-/g;
  $text =~ s/\\e/\\/g;
  $text =~ s/\\([`'.])/$1/g;
  return $text;
}

# The arguments of a macro: words, or what is in quotes.
sub arguments_of {
  my ($line) = @_;
  return map { s/""/"/gr } map { s/^"(.*)"?$/$1/r =~ s/"$//r } $line =~ /("(?:[^"]|"")*"?|(?:\\ |\S)+)/g;
}

my %FONTS = map { $_ => 1 } qw(BR BI IR IB RB RI);    # one argument in one font, the next in the other
my %WORDS = map { $_ => 1 } qw(B I SM SB R);
my %UNTIL = (nf => 'fi', EX => 'EE', TS => 'TE', de => '.', ig => '.', SY => 'YS', PS => 'PE', EQ => 'EN');

# The blocks of a page in their order, each as [macro that began it, text]; none of a page in another
# package of macros, or that is but another name of one.
sub blocks_of {
  my ($page) = @_;
  return if $page =~ /^\.(?:Sh|Dd|so)\b/m || $page !~ /^\.SH/m;
  my ($kind, $text, $until, $next, @blocks) = ('', '', '', '');
  my $begin = sub {
    my $plain = plain($text) =~ s/\s+/ /gr =~ s/^ | $//gr;
    push @blocks, [$kind, $plain] if $plain =~ /\w/;
    ($kind, $text) = (@_, '');
  };
  for my $line (split /\n/, $page) {
    $line =~ s/\s*\\".*//;
    if ($until ne '') { $until = '' if $line =~ /^[.']\s*\Q$until\E\s*$/; next }
    if ($line =~ /^[.']\s*(\S*)\s*(.*)/) {
      my ($macro, $rest) = ($1, $2);
      my @arguments = arguments_of($rest);
      if (defined $UNTIL{$macro}) { $begin->(''); $until = $UNTIL{$macro} }
      elsif ($WORDS{$macro}) { $text .= " @arguments" }
      elsif ($FONTS{$macro}) { $text .= ' ' . join '', @arguments }
      elsif ($macro eq 'UR' || $macro eq 'MT') { $text .= ' ' }
      elsif ($macro eq 'UE' || $macro eq 'ME') { $text =~ s/\s+$//; $text .= join '', @arguments }
      elsif ($macro =~ /^S[HS]$/) {
        $begin->($macro);
        if (@arguments) { $text = "@arguments"; $begin->('PP') } else { $next = 'PP' }
      }
      elsif ($macro =~ /^T[PQ]$/) { $begin->('TP'); $next = 'body' }
      elsif ($macro eq 'IP') { $begin->('IP'); $text = $arguments[0] // ''; $begin->('body') }
      elsif ($macro =~ /^(?:PP|P|LP|HP|sp|br|RS|RE|in|fi|EE|TH)$/) { $begin->('PP') }
      elsif ($macro =~ /^(?:|nh|hy|ad|na|ft|ne|PD|ta|ll|tr|nr|ds|ps|vs|ie|if|el|cs|bp|pl|lf|mso|hw|fam|TH)$/) { }
      else { $text .= " \x{FFFC}" }    # what another macro would do is not known
      next if !($WORDS{$macro} || $FONTS{$macro});
    } elsif ($line =~ /^\s*$/) {
      $begin->('PP');
      next;
    } else {
      $begin->('PP') if $line =~ /^\s/;
      $text .= " $line";
    }
    # The line behind a heading's macro, or behind the one of a term, is a block of its own.
    if ($next ne '') { $begin->($next); $next = '' }
  }
  $begin->('');
  return @blocks;
}

1;
