# Reads message catalogues, the .mo files of gettext.
package Catalogue;

use v5.32;
use warnings;
use Encode qw(decode find_encoding FB_CROAK);
use Exporter qw(import);
our @EXPORT_OK = qw(messages_of);

# The messages of a catalogue as [original, translation]. Of one with plurals come two: the singular
# with the first form, the plural with the last. What is not translated is not in the file.
sub messages_of {
  my ($path) = @_;
  open my $file, '<:raw', $path or die "$path: cannot be read: $!.\n";
  my $bytes = do { local $/; <$file> } // '';
  my $number = { "\xDE\x12\x04\x95" => 'V', "\x95\x04\x12\xDE" => 'N' }->{ substr $bytes, 0, 4 }
    // die "$path: not a message catalogue.\n";
  my $broken = sub { die "$path: a broken message catalogue.\n" };
  $broken->() if length $bytes < 20;
  my ($count, @tables) = unpack "x8 ${number}3", $bytes;
  $broken->() if 8 * $count > length $bytes;
  my $text_at = sub {
    my ($place) = @_;
    $broken->() if $place + 8 > length $bytes;
    my ($length, $start) = unpack "\@$place ${number}2", $bytes;
    $broken->() if $start + $length > length $bytes;
    return substr $bytes, $start, $length;
  };
  my ($charset, @messages) = ('UTF-8');
  for my $index (0 .. $count - 1) {
    my ($original, $translation) = map { $text_at->($_ + 8 * $index) } @tables;
    if ($original eq '') {
      $charset = $1 if $translation =~ /charset=([\w.:-]+)/ && find_encoding($1);
      next;
    }
    $original =~ s/^.*\x04//s;    # the context, which tells equal originals apart
    my @originals = split /\0/, $original;
    my @translations = split /\0/, $translation;
    next if !@originals || !@translations;
    my @pairs = ([$originals[0], $translations[0]]);
    push @pairs, [$originals[1], $translations[-1]] if @originals > 1;
    shift @pairs if @pairs > 1 && @translations == 1;    # a language without a singular
    for my $pair (@pairs) {
      # A message that is not in the catalogue's own charset is of no use.
      eval { push @messages, [map { decode($charset, $_, FB_CROAK | Encode::LEAVE_SRC) } @$pair] };
    }
  }
  return @messages;
}

1;
