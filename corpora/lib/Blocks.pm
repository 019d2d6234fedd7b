# The blocks of text in a page of HTML, DocBook or Mallard.
package Blocks;

use v5.32;
use warnings;
use utf8;
use Exporter qw(import);

use Plain qw(decode_entities);
our @EXPORT_OK = qw(blocks_of);

# Elements that stand on lines of their own. What they hold is a block as far as no other is in it.
my %BLOCK = map { $_ => 1 } qw(p li ul ol dl dt dd tr td th table tbody thead h1 h2 h3 h4 h5 h6 title caption
  div blockquote center hr body section article header footer nav main aside figure figcaption details summary
  form option select button
  para simpara formalpara listitem itemizedlist orderedlist variablelist varlistentry term entry row
  tgroup informaltable sect1 sect2 sect3 sect4 sect5 chapter appendix preface book bookinfo info refpurpose
  refname refentry refsect1 refsect2 refsynopsisdiv note tip warning caution important procedure step
  substeps question answer qandaset qandaentry mediaobject imageobject textobject phrase abstract subtitle
  glossentry glossterm glossdef glosslist simplelist member corpauthor legalnotice authorgroup
  page item steps list terms desc links comment media credit synopsis example footnote bridgehead);

# Elements whose text is a program's, a person's or nobody's.
my %SKIPPED = map { $_ => 1 } qw(script style pre code screen programlisting literallayout synopsis cmdsynopsis
  head svg math indexterm bibliography address author othercredit copyright holder remark
  keywordset authorgroup legalnotice revhistory credit nav footer releaseinfo date comment
  textarea select screenshot object);
# Of these, what stands within a sentence is a part of it.
my %WITHIN = map { $_ => 1 } qw(code);

# The blocks of a page in their order, each as [name of the element, text].
sub blocks_of {
  my ($page) = @_;
  my %entity;
  $entity{$1} = $2 // $3 while $page =~ /<!ENTITY\s+(\w+)\s+(?:"([^"]*)"|'([^']*)')/g;
  $page =~ s/<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>//s;
  $page =~ s/<!--.*?-->|<\?.*?\?>//gs;
  $page =~ s/<!\[CDATA\[.*?\]\]>//gs;
  $page =~ s/&(\w+);/$entity{$1} \/\/ "&$1;"/ge if %entity;
  # Menus follow one another in markup without a sign, and what reads the page sets one. A reference may be
  # empty, and the page that it names is not here: U+FFFC, which keeps the pair out.
  $page =~ s{</gui\w*>\s*(?=<gui)}{ → }g;
  $page =~ s{<(?:link|xref)\b[^<>]*/>}{\x{FFFC}}g;
  $page =~ s{<ul class="docnav">.*?</ul>|¶}{}gs;
  $page =~ s{<div class="(?:nav(?:header|footer)|toc|related|sphinxsidebar)".*?</div>}{}gs;
  my ($text, $skipping, @open, @blocks) = ('', '', '');
  my $flush = sub {
    my $plain = decode_entities($text) =~ s/[\x{AD}\x{200B}-\x{200F}\x{2060}\x{FEFF}]//gr =~ s/\s+/ /gr =~ s/^ | $//gr;
    push @blocks, [$open[-1], $plain] if $plain =~ /\w/;
    $text = '';
  };
  while ($page =~ m{\G([^<]*)(?:<(/?)([\w:.-]+)([^<>]*?)(/?)>|<|\z)}g) {
    my ($before, $closing, $name, $attributes, $empty) = ($1, $2, lc($3 // ''), $4, $5);
    if ($skipping) {
      $skipping = '' if $closing && $name eq $skipping;
      next;
    }
    $text .= $before;
    # An inline code element is part of the sentence; a block of code stands alone.
    if ($SKIPPED{$name} && !$closing && !$empty && !($WITHIN{$name} && $text =~ /\S/)) {
      $skipping = $name if !$WITHIN{$name} || $attributes =~ /mime=|style=/;
      $flush->() if $BLOCK{$name} && $skipping;
    } elsif ($BLOCK{$name}) {
      $flush->();
      if ($closing) { pop @open if @open > 1 && $open[-1] eq $name }
      elsif (!$empty) { push @open, $name }
    } elsif ($name eq 'br') {
      $text .= ' ';
    }
  }
  $flush->();
  return @blocks;
}

1;
