# Reads the help pages of LibreOffice: which there are in a folder, and the segments of one.
package HelpPages;

use v5.32;
use warnings;
use utf8;
use Exporter qw(import);
our @EXPORT_OK = qw(pages_in segments_of);

# The pages in a folder, as paths in it, in a fixed order.
sub pages_in {
  my ($folder, $inner) = (@_, '');
  opendir my $entries, "$folder/$inner" or die "$folder/$inner: cannot be read: $!.\n";
  return map { -d "$folder/$_" ? pages_in($folder, "$_/") : /\.html$/ ? $_ : () }
    map { "$inner$_" } sort grep { !/^\./ } readdir $entries;
}

# HTML's names for U+00A0 to U+00FF in order, then the typographic ones. The help names only a few;
# a pair in which another name is left is dropped.
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

# A span with all the spans in it.
my $SPAN = qr{(<span\b (?: [^<]++ | <(?!/?span\b) | (?-1) )*+ </span>)}x;

# The text of an element: one line, with a line feed only where the page has a line break.
sub text_of {
  my ($html) = @_;
  # A switch holds one wording for each platform; its last is the default.
  1 while $html =~ s{<span\b[^>]*class="switchinline"[^>]*>(?:\s*$SPAN)*\s*$SPAN\s*</span>}{$2}g;
  $html =~ s{\s+((?:</\w+>\s*)+)(?=[.,;:!?)\]])}{$1 =~ s/\s+//gr}ge;    # no space at a line wrap
  $html =~ s/\s+/ /g;
  $html =~ s/<br\b[^>]*>/\n/g;
  $html =~ s/<[^>]*>//g;
  $html =~ s/&#x([0-9A-Fa-f]{1,6});/chr hex $1/ge;
  $html =~ s/&#([0-9]{1,7});/chr $1/ge;
  $html =~ s/&(\w+);/$ENTITY{$1} \/\/ "&$1;"/ge;
  $html =~ s/[\x{AD}\x{200B}-\x{200F}\x{2060}\x{FEFF}]//g;
  $html =~ s/\h+/ /g;
  $html =~ s/(?<=\p{L}) (?=[.,](?: |$))//gm;
  $html =~ s/^ | $//gm;
  return $html;
}

# The segments of a help page in their order, each as [key, text]. The key is the element's id or
# anchor, or where it has neither its place behind the last that had. Program code is left out.
sub segments_of {
  my ($path) = @_;
  open my $file, '<', $path or die "$path: cannot be read: $!.\n";
  my $page = do { local $/; <$file> };
  utf8::decode($page) or die "$path: not UTF-8.\n";
  $page =~ s/^.*?<div id="DisplayArea"//s or return;
  $page =~ s/<div id="SearchFrame".*//s;
  my ($last, $behind, @segments) = ('', 0);
  while ($page =~ m{<(p|h[1-6]?)\b([^>]*)>(.*?)</\1>}sg) {
    my ($attributes, $html) = ($2, $3);
    my ($id) = $attributes =~ /\bid="([^"]*)"/ ? $1 : $html =~ /<a name="([^"]*)"/;
    ($last, $behind) = defined $id ? ($id, 0) : ($last, $behind + 1);
    next if $attributes =~ /class="(?:code|codeintable|smathcode|example)"/;
    push @segments, ["$last+$behind", text_of($html)];
    # Descriptions of one word are left out: many an "Icon" is "Symbol für Speichern" elsewhere.
    my ($image, @descriptions) = (0, map { text_of($_) } $html =~ /<img\b[^>]*\balt="([^"]*)"/g);
    push @segments, map { ["$last+$behind image " . $image++, / / ? $_ : ''] } @descriptions;
  }
  return @segments;
}

1;
