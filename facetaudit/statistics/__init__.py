"""What a repayment rests on: frames, samples, chart-review worksheets, appraisals and the simulation of a TPE round."""
