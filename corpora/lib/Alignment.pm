# Joins the blocks of a page to those of its translation.
package Alignment;

use v5.32;
use warnings;
use utf8;
use Exporter qw(import);
use List::Util qw(max min sum0);
our @EXPORT_OK = qw(aligned);

my $SKIP = 2.5;      # what it costs to leave a block without a partner
my $BAND = 60;       # how far from the diagonal a partner is looked for, in blocks

# What two blocks that translate each other cost: their kinds, their lengths, and the words that a
# translation leaves as they are: numbers, names of files and options.
sub cost_of {
  my ($source, $target, $expansion) = @_;
  my $ratio = abs log((10 + $expansion * length $source->[1]) / (10 + length $target->[1]));
  my $cost = 3 * $ratio + ($source->[0] eq $target->[0] ? 0 : 2);
  my ($one, $two) = map { $_->[2] //= { map { $_ => 1 } $_->[1] =~ m{(?<!\S)[("'„“]?([-/\w.]*(?:[\d_/]|--)[-/\w.]*\w)}g } } $source, $target;
  my $all = keys(%$one) + keys(%$two);
  $cost += 2 * (1 - 2 * (grep { $two->{$_} } keys %$one) / $all) if $all;
  return $cost;
}

# The pairs of blocks [kind, text] that translate each other, as [source text, target text]. Sure where the
# kinds agree one by one; else found by the cheapest way through both pages (after Gale & Church 1993),
# of which a pair counts only if one of its neighbours is a pair too.
sub aligned {
  my ($source, $target) = @_;
  return if !@$source || !@$target;
  return map { [$source->[$_][1], $target->[$_][1]] } 0 .. $#$source
    if join(' ', map { $_->[0] } @$source) eq join(' ', map { $_->[0] } @$target);
  my $expansion = sum0(map { length $_->[1] } @$target) / (sum0(map { length $_->[1] } @$source) || 1);
  $expansion = min(1.6, max(0.4, $expansion));
  # best[i][j]: the cost of the first i and j blocks, and by which step they end.
  my (@best, @step);
  my $slope = @$target / @$source;
  my $band = $BAND + abs(@$target - @$source);
  for my $i (0 .. @$source) {
    my ($low, $high) = (max(0, int($i * $slope) - $band), min(scalar @$target, int($i * $slope) + $band));
    for my $j ($low .. $high) {
      my ($least, $how) = $i + $j ? (9e9, '') : (0, '');
      if ($i && defined $best[$i - 1]{$j} && $best[$i - 1]{$j} + $SKIP < $least) {
        ($least, $how) = ($best[$i - 1]{$j} + $SKIP, 'source');
      }
      if ($j && defined $best[$i]{$j - 1} && $best[$i]{$j - 1} + $SKIP < $least) {
        ($least, $how) = ($best[$i]{$j - 1} + $SKIP, 'target');
      }
      if ($i && $j && defined $best[$i - 1]{$j - 1}) {
        my $cost = $best[$i - 1]{$j - 1} + cost_of($source->[$i - 1], $target->[$j - 1], $expansion);
        ($least, $how) = ($cost, 'pair') if $cost < $least;
      }
      next if $least == 9e9;
      $best[$i]{$j} = $least;
      $step[$i]{$j} = $how;
    }
    undef $best[$i - 2] if $i > 1;
  }
  my ($i, $j, @way) = (scalar @$source, scalar @$target);
  while ($i || $j) {
    my $how = $step[$i]{$j} // return;
    unshift @way, [$how, $i - 1, $j - 1];
    $i-- if $how ne 'target';
    $j-- if $how ne 'source';
  }
  my @pairs;
  for my $place (0 .. $#way) {
    my ($how, $i, $j) = @{ $way[$place] };
    next if $how ne 'pair' || $source->[$i][0] ne $target->[$j][0];
    my $around = grep { $_ >= 0 && $_ <= $#way && $way[$_][0] eq 'pair' } $place - 1, $place + 1;
    push @pairs, [$source->[$i][1], $target->[$j][1]]
      if $around && cost_of($source->[$i], $target->[$j], $expansion) < 1.5;
  }
  return @pairs;
}

1;
