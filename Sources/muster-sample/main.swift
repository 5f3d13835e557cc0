SampleCommand.main()
