import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { describe, expect, it } from 'vitest';
import { appWith, assembly } from './_synthesis.ts';

describe("AWS's rules for solutions", () => {
  it('find nothing in what cdk.json describes', () => {
    expect(assembly().stacks.map(({ stackName }) => stackName)).toEqual([
      'massgen-dev',
      'massgen-prod',
    ]);
  });

  it('find a bucket that anyone could read in clear', () => {
    const app = appWith({ environments: {} });
    new Bucket(new Stack(app, 'careless'), 'open');
    expect(() => app.synth()).toThrow('AwsSolutions-S10');
  });
});

describe('a stack', () => {
  it('has no resources that wait for each other', () => {
    for (const { template } of assembly().stacks)
      expect(() => Template.fromJSON(template)).not.toThrow();
  });
});
