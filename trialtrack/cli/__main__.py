from trialtrack.cli import main

main(prog_name="trialtrack")
