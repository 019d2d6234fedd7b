# What all recipes do alike: read the options, divide segments into train, valid and test by their
# document, drop what is of no use, write the files, and say how many there are.
package Recipe;

use v5.32;
use warnings;
use utf8;
use Exporter qw(import);
use File::Basename qw(dirname);
use File::Path qw(make_path);
use File::Temp qw(tempdir);
use Getopt::Long qw(GetOptions);
use List::Util qw(any);

use lib dirname(__FILE__);
use Packages;
use Pairs qw(expansion_of fault_of folded is_latin pairs_of strict_fault_of);
our @EXPORT_OK = qw(fail folder_of need_folder part_of run write_corpus write_lines);

my $BUILD = dirname(dirname($0)) . "/build";

sub fail { die @_, "\n" }

# train, valid or test, from a hash of the document's name alone (FNV-1a), so that a document falls in
# the same part whatever the language and the version.
sub part_of {
  my ($name, $held_out) = @_;
  my $hash = 0x811C9DC5;
  $hash = (($hash ^ ord) * 0x01000193) & 0xFFFFFFFF for split //, $name;
  my $place = ($hash >> 8) / (1 << 24);
  return $place < $held_out ? 'test' : $place < 2 * $held_out ? 'valid' : 'train';
}

# The pairs of segments [document, source, target], as part => [[source, target], ...], and how many
# pairs were dropped for which fault.
sub corpus_of {
  my ($recipe, @segments) = @_;
  my ($expansion, $latin) = (expansion_of(@segments), is_latin(@segments));
  my %in_part;
  my $part_of = $recipe->{part} // sub { part_of($_[0], $recipe->{held_out}) };
  push @{ $in_part{ $part_of->($_->[0]) } }, $_ for @segments;

  my (%pairs, %dropped, %part_with, %seen);
  for my $part (qw(train valid test)) {
    for my $segment (@{ $in_part{$part} }) {
      for my $pair (pairs_of(@$segment[1, 2], $expansion)) {
        $dropped{'repeated'}++, next if $seen{ $pair->[0] }{ $pair->[1] }++;
        my @plain = $recipe->{plain} ? map { $recipe->{plain}->($_) } @$pair : @$pair;
        my @sides = map { folded($_) } @plain;
        my $fault = fault_of(@plain, $expansion, $latin);
        $fault //= $recipe->{fault}->(@$pair) if $recipe->{fault};
        $fault //= strict_fault_of(@$pair) if $recipe->{strict};
        $fault //= 'known from another part' if any { ($part_with{$_} // $part) ne $part } @sides;
        $dropped{$fault}++, next if defined $fault;
        $part_with{$_} = $part for @sides;
        push @{$pairs{$part}}, $pair;
      }
    }
  }
  return (\%pairs, \%dropped);
}

# --- Files ----------------------------------------------------------------------------------------

# Makes a folder unless it is there, and makes sure that it can be written to.
sub need_folder {
  my ($folder) = @_;
  make_path($folder, { error => \my $errors });
  fail("$folder: cannot be made: ", map({ values %$_ } @$errors), '.') if @$errors;
  fail("$folder: cannot be written to.") if !-w $folder;
}

# Writes a file of lines whole, or not at all.
sub write_lines {
  my ($output, $name, @lines) = @_;
  my $writing = tempdir('writing-XXXXXX', DIR => $output, CLEANUP => 1);
  open my $file, '>:utf8', "$writing/$name" or fail("$output/$name: cannot be written: $!.");
  my $written = print {$file} map { "$_\n" } @lines;
  close $file && $written or fail("$output/$name: cannot be written: $!.");
  rename "$writing/$name", "$output/$name" or fail("$output/$name: cannot be written: $!.");
}

# Writes the six files and the manifest: all of them, or none.
sub write_corpus {
  my ($pairs, $target, $output, @manifest) = @_;
  my $writing = tempdir('writing-XXXXXX', DIR => $output, CLEANUP => 1);
  my @files;
  my $write = sub {
    my ($name, @lines) = @_;
    push @files, $name;
    open my $file, '>:utf8', "$writing/$name" or fail("$output/$name: cannot be written: $!.");
    my $written = @lines ? print {$file} @lines : 1;
    close $file && $written or fail("$output/$name: cannot be written: $!.");
  };
  for my $part (grep { $pairs->{$_} } qw(train valid test)) {
    for my $side (0, 1) {
      my $name = join '.', $part, ('en', $target)[$side];
      $write->($name, map { "$_->[$side]\n" } @{ $pairs->{$part} });
      my ($sum) = (Packages::output_of('sha256sum <"$1"', "$writing/$name"))[0] =~ /^(\w+)/;
      push @manifest, join ' ', 'file', $name, scalar @{ $pairs->{$part} }, $sum;
    }
  }
  $write->('manifest', map { "$_\n" } @manifest);
  rename "$writing/$_", "$output/$_" or fail("$output/$_: cannot be written: $!.") for @files;
}

# --- The command ----------------------------------------------------------------------------------

sub usage_of {
  my ($recipe) = @_;
  return <<"END" . ($recipe->{usage} // '') . <<'END';
Usage: corpora/$recipe->{name}/make --target LANGUAGE [options]

  --target LANGUAGE  the language beside English: de, fr, es, it, cs, pt-br, ja, ...
  --output FOLDER    where train, valid and test go (corpora/build/$recipe->{name}-en-LANGUAGE)
  --download FOLDER  where the packages are kept (corpora/build/packages)
END
  --show             print twenty of the training pairs
  --help             print this
END
}

sub main {
  my ($recipe) = @_;
  my ($target, $output, $show);
  my $download = "$BUILD/packages";
  local $SIG{__WARN__} = sub { fail($_[0] =~ s/\n//r, ' (--help lists the options)') };
  GetOptions('target=s' => \$target, 'output=s' => \$output, 'download=s' => \$download,
    'show' => \$show, 'help' => sub { print usage_of($recipe); exit }, %{ $recipe->{options} // {} });
  delete $SIG{__WARN__};
  fail("$ARGV[0]: not an option. (--help lists the options)") if @ARGV;
  fail('--target is missing. (--help lists the options)') if !defined $target;
  fail("--target $target: a language is a code such as de or pt-br.")
    if $target !~ /^[a-z]{2,3}(-[a-z]+)?$/;
  fail('--target en: English is the other side already.') if $target =~ /^en(-us)?$/;
  $output //= "$BUILD/$recipe->{name}-en-$target";
  need_folder($_) for $output, $download;

  my $packages = Packages->new($download);
  my @segments = $recipe->{segments}->($target, $packages);
  my @lacking = @{ $packages->{lacking} };
  print STDERR "not to be had, and left out: @lacking\n" if @lacking;
  my ($pairs, $dropped) = corpus_of($recipe, @segments);
  fail("--target $target: too little text to make train, valid and test.")
    if any { !$pairs->{$_} } qw(train valid test);
  write_corpus($pairs, $target, $output, @{ $packages->{used} });

  print STDERR "$recipe->{title}, en-$target, in $output\n";
  printf STDERR "%8d pairs in %s\n", scalar @{ $pairs->{$_} }, $_ for qw(train valid test);
  printf STDERR "%8d dropped: %s\n", $dropped->{$_}, $_ for sort keys %$dropped;
  if ($show) {
    my $train = $pairs->{train};
    binmode STDOUT, ':utf8';
    print map { "\nen  $_->[0]\n$target  $_->[1]\n" } map { $train->[ $_ * @$train / 20 ] } 0 .. 19;
  }
}

# Runs a recipe: its name (the folder's), title, share held out for each of valid and test or a function
# from a document to its part, whether its text is a program's (strict), and a function from the language
# and the packages to segments; where text has markup, one to plain text and one to a pair's fault.
sub run {
  my $recipe = {@_};
  $SIG{$_} = sub { exit 130 } for qw(INT TERM HUP);    # so that temporary folders go
  eval { main($recipe); 1 } or do {
    print STDERR "corpora/$recipe->{name}/make: $@";
    exit 1;
  };
}

1;
