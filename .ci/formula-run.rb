# Runs a formula's install and test as Homebrew would, as far as ours uses it, on a machine without Homebrew:
# ruby formula-run.rb FORMULA ARCHIVE UNPACKED KEG
require "digest"
require "fileutils"
require "open3"
require "pathname"
require "tmpdir"

class Pathname
  def install(files)
    raise "nothing to install into #{self}" if files.empty?

    mkpath
    files.each { |file| FileUtils.cp file, self }
  end
end

class Formula
  %i[desc homepage url sha256 license].each do |field|
    define_singleton_method(field) { |value = nil, **| value ? instance_variable_set("@#{field}", value) : instance_variable_get("@#{field}") }
  end

  def self.version(value = nil) = value ? @version = value : @version
  def self.head(*, **) = nil
  def self.depends_on(*) = nil
  def self.test(&block) = define_method(:run_test, &block)
  def self.inherited(formula) = (@last = formula)
  def self.last = @last

  attr_reader :buildpath, :testpath

  def initialize(source, keg, testpath)
    @buildpath = Pathname(source)
    @keg = Pathname(keg)
    @testpath = Pathname(testpath)
  end

  def version = self.class.version
  def bin = @keg/"bin"
  def man1 = @keg/"share/man/man1"

  def std_go_args(ldflags:, output:) = ["-trimpath", "-o=#{output}", "-ldflags=#{ldflags}"]

  def system(*command) = Kernel.system(*command.map(&:to_s)) || raise("failed: #{command.join(" ")}")

  def generate_completions_from_executable(program, *arguments)
    folder = @keg/"completions"
    folder.mkpath
    { "bash" => "coach.bash", "zsh" => "_coach", "fish" => "coach.fish" }.each do |shell, file|
      (folder/file).write shell_output([program, *arguments, shell].join(" "))
    end
  end

  def shell_output(command, status = 0)
    out, got = Open3.capture2(command)
    raise "#{command}: exit code #{got.exitstatus}, not #{status}" unless got.exitstatus == status

    out
  end

  def assert_match(want, got) = got.include?(want) || raise("no #{want} in: #{got}")
end

file, archive, source, keg = ARGV.map { |path| File.expand_path(path) }
load file
formula = Formula.last
raise "the formula's checksum isn't that of #{archive}" unless Digest::SHA256.file(archive).hexdigest == formula.sha256
raise "the formula fetches something else" unless File.basename(formula.url) == File.basename(archive)

Dir.mktmpdir do |work|
  run = formula.new(source, keg, work)
  Dir.chdir(source) { run.install }
  Dir.chdir(work) { run.run_test }
end
puts "the formula builds, and passes its own test"
