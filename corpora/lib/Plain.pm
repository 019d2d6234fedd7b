# Makes plain text of what programs show: no markup, no accelerators, segments apart.
package Plain;

use v5.32;
use warnings;
use utf8;
use Exporter qw(import);
use List::Util qw(any);
our @EXPORT_OK = qw(decode_entities plain_segments without_tags);

# HTML's names for U+00A0 to U+00FF in order, then the typographic ones; a pair in which another name
# is left is dropped.
my @LATIN_1 = qw(nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg
  plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave
  Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH
  Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig
  agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml
  eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml);
my %ENTITY = (
  amp => '&', lt => '<', gt => '>', quot => '"', apos => "'", ndash => '–', mdash => '—', hellip => '…',
  lsquo => '‘', rsquo => '’', sbquo => '‚', ldquo => '“', rdquo => '”', bdquo => '„', lsaquo => '‹',
  rsaquo => '›', bull => '•', trade => '™', euro => '€', minus => '−', larr => '←', rarr => '→',
  map { $LATIN_1[$_] => chr(0xA0 + $_) } 0 .. $#LATIN_1);

sub decode_entities {
  my ($text) = @_;
  $text =~ s/&#[xX]([0-9A-Fa-f]{1,6});/chr hex $1/ge;
  $text =~ s/&#([0-9]{1,7});/chr $1/ge;
  $text =~ s/&(\w+);/$ENTITY{$1} \/\/ "&$1;"/ge;
  return $text;
}

# Tags that end a line, and tags that stand within one. Others, such as <file>, are text.
my $BLOCK = qr/p|br|li|ul|ol|dl|dt|dd|tr|td|th|h[1-6]|table|title|para|subtitle|item|list|nl|div|center|hr/i;
my $INLINE = qr/a|b|i|u|s|em|tt|big|small|strong|span|code|command|filename|application|interface|resource
  |link|note|email|envar|icode|bcode|message|shortcut|warning|guilabel|gui(?:menu|button|seq)?|emphasis|qt
  |html|body|head|style|font|su[bp]|img|pre|kbd|var|cite|q|placeholder|numid|app|key(?:seq)?|media|markup
  |ref|bold|italic|header|format|color\w*|info|good|bad|npc|acronym|abbr|tbody|thead|meta|ahelp/xi;

sub without_tags {
  my ($text) = @_;
  $text =~ s{<(style|script|head)\b[^<>]*>.*?</\1>}{}gis;
  $text =~ s{<!--.*?-->|<!DOCTYPE[^>]*>}{}gis;
  $text =~ s{</?$BLOCK(?:\s[^<>]*)?/?>}{\n\n}g;
  $text =~ s{</?$INLINE(?:[\s=][^<>]*)?/?>}{}g;
  return $text;
}

# Takes the mark of an accelerator, as in _File, &File or ~File, from both sides. Where a language has
# no letter for it, it stands behind in brackets. Whether the sides are free of it now.
sub without_accelerators {
  my @texts = @_;
  for my $mark ('_', '&', '~') {
    next if !any { /\Q$mark/ } @texts;
    # A word with the mark within is a name where both sides have it: foo_bar, R&D.
    my $name = qr/\S*\w\Q$mark\E\w\S*/;
    my %first = map { $_ => 1 } $texts[0] =~ /$name/g;
    my %name = map { $_ => 1 } grep { $first{$_} } $texts[1] =~ /$name/g;
    for my $text (@texts) {
      $text =~ s/\s*\(\Q$mark\E\w\)//;
      my $place = $mark eq '_' ? qr/_(?=[\pL\d])/ : qr/(?<!\Q$mark\E)\Q$mark\E(?=[\pL\d])/;
      my @words = split /(\s+)/, $text;
      my @marked = grep { $words[$_] !~ m{://|[/\\]|^--?\w} && $words[$_] =~ $place && !$name{ $words[$_] } } 0 .. $#words;
      # More than one is no accelerator, and what it is cannot be told.
      return if @marked > 1 || @marked && 1 < (() = $words[$marked[0]] =~ /$place/g);
      $words[$_] =~ s/$place// for @marked;
      $text = join '', @words;
      $text =~ s/&&/&/g if $mark eq '&';
    }
  }
  return @texts;
}

# The lines that belong together, each as one.
sub lines_of {
  my ($text) = @_;
  $text =~ s/\r//g;
  $text =~ s/[\x{AD}\x{200B}-\x{200F}\x{202A}-\x{202E}\x{2060}\x{2066}-\x{2069}\x{FEFF}]//g;
  $text =~ s/\\n/\n/g;
  # A blank line, a bullet or an indent begin a new one.
  my @lines = split /\n\s*\n|\n(?=[ \t]*(?:[-*•–·]|\d+[.)])[ \t])|\n(?=[ \t]{2,}|\t)/, $text;
  return grep { length } map { s/\s+/ /gr =~ s/^ | $//gr =~ s/^(?:[-*•–·]) //r } @lines;
}

# The segments of a message and its translation as [source, target]: line by line where both have as
# many, and nothing where they differ.
sub plain_segments {
  my @texts = @_;
  # Entities are text in a message without markup; &File; is none of them.
  if (any { m{</?\w[^<>]*>|&(?:amp|lt|gt|quot|nbsp|apos|#\d+);} } @texts) {
    @texts = map { decode_entities(without_tags($_)) } @texts;
  }
  @texts = without_accelerators(@texts) or return;
  my @sides = map { [lines_of($_)] } @texts;
  return if @{ $sides[0] } != @{ $sides[1] };
  return map { [$sides[0][$_], $sides[1][$_]] } 0 .. $#{ $sides[0] };
}

1;
