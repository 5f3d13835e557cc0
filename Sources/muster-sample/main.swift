import ArgumentParser

SampleCommand.main()
