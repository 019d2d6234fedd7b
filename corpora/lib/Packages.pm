# Debian packages: downloaded once, compared with the fingerprints in this repository, unpacked.
package Packages;

use v5.32;
use warnings;
use utf8;
use File::Basename qw(basename dirname);
use File::Temp qw(tempdir);

# The fingerprints of the packages that the figures in corpora/README.md are of.
my $KNOWN = dirname(__FILE__) . '/../fingerprints';

sub new {
  my ($class, $download) = @_;
  my $packages = bless { download => $download, used => [], lacking => [] }, $class;
  if (open my $known, '<', $KNOWN) {
    /^package (\S+) (\S+) (\S+)$/ and $packages->{known}{$1} = [$2, $3] while <$known>;
  }
  return $packages;
}

# What a shell script prints on its outputs together, and whether it succeeds.
sub output_of {
  my ($script, @arguments) = @_;
  open my $pipe, '-|', 'sh', '-c', "exec 2>&1; $script", 'sh', @arguments
    or die "sh: cannot be started: $!.\n";
  my $output = do { local $/; <$pipe> } // '';
  return ($output, close $pipe);
}

sub files_of {
  my ($package, $folder) = @_;
  opendir my $entries, $folder or die "$folder: cannot be read: $!.\n";
  return map { "$folder/$_" } grep { /^\Q$package\E_.*\.deb$/ } readdir $entries;
}

# The path of a package, downloaded unless it is there; dies when it cannot be had.
sub file_of {
  my ($packages, $package) = @_;
  my $download = $packages->{download};
  my @found = files_of($package, $download);
  die "$download: more than one version of $package; delete all but one.\n" if @found > 1;
  if (!@found) {
    my $arriving = tempdir('arriving-XXXXXX', DIR => $download, CLEANUP => 1);
    my ($messages, $done) = output_of('cd "$1" && apt-get -q download "$2"', $arriving, $package);
    my ($file) = files_of($package, $arriving);
    die "$package cannot be downloaded; check the network and the disk, or run apt-get update as root.",
      ($messages =~ /^E: (.*)/m ? " ($1)" : ''), "\n" if !$done || !$file;
    @found = ("$download/" . basename($file));
    rename $file, $found[0] or die "$found[0]: cannot be written: $!.\n";
  }
  $packages->note($package, $found[0], $found[0] =~ /_(.*)_/ ? $1 =~ s{%3a}{:}r : '');
  return $found[0];
}

# Notes that a file has been used, and says so when it is not the one that is known.
sub note {
  my ($packages, $name, $file, $version) = @_;
  my ($sum) = (output_of('sha256sum <"$1"', $file))[0] =~ /^(\w+)/;
  push @{ $packages->{used} }, "package $name $version $sum";
  my $known = $packages->{known}{$name} // return;
  print STDERR "$name $version is not what corpora/README.md describes, $known->[0]: counts will differ.\n"
    if $known->[1] ne $sum;
}

# Like file_of, but nothing when the package cannot be had, which is said at the end.
sub find {
  my ($packages, $package) = @_;
  my $file = eval { $packages->file_of($package) };
  push @{ $packages->{lacking} }, $package if !$file;
  return $file;
}

# Unpacks what matches the patterns (all without any) from a package's file into a new folder, and returns it.
sub unpack {
  my ($packages, $file, @patterns) = @_;
  my $folder = tempdir('unpacked-XXXXXX', DIR => $packages->{download}, CLEANUP => 1);
  # tar is content with nothing to unpack only when all is asked for.
  my ($messages, $done) = output_of('file=$1 folder=$2; shift 2
    dpkg-deb --fsys-tarfile "$file" >"$folder/.tar" || exit
    tar -xf "$folder/.tar" -C "$folder" --no-same-owner --wildcards "$@" || [ $# -gt 0 ]
    rm "$folder/.tar"', $file, $folder, @patterns);
  die "$file: cannot be unpacked. Delete it if it is damaged; make room if the disk is full. ("
    . ($messages =~ /(.*)/)[0] . ")\n" if !$done;
  return $folder;
}

1;
