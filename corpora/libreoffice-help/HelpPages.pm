# Reads the help pages of LibreOffice: which there are in a folder, and the segments of one.
package HelpPages;

use v5.32;
use warnings;
use utf8;
use Exporter qw(import);

use Plain qw(decode_entities);
our @EXPORT_OK = qw(pages_in segments_of);

# The pages in a folder, as paths in it, in a fixed order.
sub pages_in {
  my ($folder, $inner) = (@_, '');
  opendir my $entries, "$folder/$inner" or die "$folder/$inner: cannot be read: $!.\n";
  return map { -d "$folder/$_" ? pages_in($folder, "$_/") : /\.html$/ ? $_ : () }
    map { "$inner$_" } sort grep { !/^\./ } readdir $entries;
}

# A span with all the spans in it.
my $SPAN = qr{(<span\b (?: [^<]++ | <(?!/?span\b) | (?-1) )*+ </span>)}x;

# Marks the tags that belong to a sentence with U+0001 and U+0002 for their brackets, so that they outlast the
# rest. Links lose the folder of their language.
sub with_marked_tags {
  my ($html) = @_;
  my @open;
  $html =~ s{<(/?)(\w+)([^>]*)>}{
    my ($closing, $name, $attributes) = ($1, $2, $3);
    if ($name =~ /^(?:img|br|meta|input|col)$/) { "<$name>" }
    elsif ($closing) { my $kept = pop @open; $kept ? "\x01/$kept\x02" : '' }
    else {
      my $kept = $name =~ /^(?:b|i|em|strong|su[bp]|u|kbd)$/ ? $name
        : $name eq 'span' && $attributes =~ /class="([^"]+)"/ ? qq(span class="$1")
        : $name eq 'a' && $attributes =~ m{href="(?:[\w-]+/(?=text/))?([^"]+)"} ? qq(a href="$1") : undef;
      push @open, $kept ? $name : undef;
      $kept ? "\x01$kept\x02" : '';
    }
  }ge;
  return $html;
}

# The text of an element: one line, with a line feed only where the page has a line break. With its tags it is
# still HTML.
sub text_of {
  my ($html, $keep_tags) = @_;
  # A switch holds one wording for each platform; its last is the default.
  1 while $html =~ s{<span\b[^>]*class="switchinline"[^>]*>(?:\s*$SPAN)*\s*$SPAN\s*</span>}{$2}g;
  $html =~ s{\s+((?:</\w+>\s*)+)(?=[.,;:!?)\]])}{$1 =~ s/\s+//gr}ge;    # no space at a line wrap
  $html =~ s/\s+/ /g;
  $html = with_marked_tags($html) if $keep_tags;
  $html =~ s/<br\b[^>]*>/\n/g;
  $html =~ s/<[^>]*>//g;
  $html = decode_entities($html);
  $html =~ s/[\x{AD}\x{200B}-\x{200F}\x{2060}\x{FEFF}]//g;
  $html =~ s/\h+/ /g;
  $html =~ s/(?<=\p{L}) (?=[.,](?: |$))//gm;
  $html =~ s/^ | $//gm;
  if ($keep_tags) {
    $html =~ s/[&<>]/{ '&' => '&amp;', '<' => '&lt;', '>' => '&gt;' }->{$&}/ge;
    $html =~ tr/\x01\x02/<>/;
    1 while $html =~ s{<(\w+)[^<>]*></\1>}{};
  }
  return $html;
}

# The segments of a help page in their order, each as [key, text]. The key is the element's id or
# anchor, or where it has neither its place behind the last that had. Program code is left out,
# and so are tags unless they are to be kept.
sub segments_of {
  my ($path, $keep_tags) = @_;
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
    push @segments, ["$last+$behind", text_of($html, $keep_tags)];
    # Descriptions of one word are left out: many an "Icon" is "Symbol für Speichern" elsewhere.
    my ($image, @descriptions) = (0, map { text_of($_) } $html =~ /<img\b[^>]*\balt="([^"]*)"/g);
    push @segments, map { ["$last+$behind image " . $image++, / / ? $_ : ''] } @descriptions;
  }
  return @segments;
}

1;
