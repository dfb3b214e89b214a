import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { AttributeType, Billing, StreamViewType, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { BlockPublicAccess, Bucket, BucketEncryption, type CfnBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { attributes } from '../../lib/stores/dynamodb/keys.ts';
import type { Settings } from '../settings.ts';
import type { Handler } from './handler.ts';

/** All that is kept: rows in one table, and the large bodies that belong to them in a bucket. */
export class Store extends Construct {
  readonly table: TableV2;
  readonly bucket: Bucket;

  constructor(scope: Construct, { removal }: Settings) {
    super(scope, 'store');
    const keep = removal === 'retain';
    const removalPolicy = keep ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
    this.table = new TableV2(this, 'table', {
      partitionKey: { name: attributes.partition, type: AttributeType.STRING },
      sortKey: { name: attributes.sort, type: AttributeType.STRING },
      billing: Billing.onDemand(),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      timeToLiveAttribute: attributes.expires,
      dynamoStream: StreamViewType.NEW_IMAGE,
      deletionProtection: keep,
      removalPolicy,
    });
    this.bucket = new Bucket(this, 'bucket', {
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      lifecycleRules: [{ abortIncompleteMultipartUploadAfter: Duration.days(1) }],
      removalPolicy,
    });
    Validations.of(this.bucket).acknowledge({
      id: 'AwsSolutions-S1',
      reason:
        'Only our own functions read it, each by its role; who must audit objects switches on data events of CloudTrail.',
    });
    Validations.of(scope).acknowledge({
      id: `AwsSolutions-IAM5[Resource::<${logicalIdOf(this.bucket)}.Arn>/*]`,
      reason: 'Objects are named by what they hold, so a right to one is a right to any.',
    });
  }

  /** Reads by key and by range and conditional writes; nothing that walks a whole table. */
  openTo(handler: Handler): void {
    const { table, bucket } = this;
    handler
      .allowed(
        ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:DeleteItem', 'dynamodb:Query'],
        table.tableArn,
      )
      .allowed(['s3:GetObject', 's3:PutObject', 's3:DeleteObject'], bucket.arnForObjects('*'))
      // Without it S3 calls an object that is not there forbidden.
      .allowed(['s3:ListBucket'], bucket.bucketArn)
      .told('table', table.tableName)
      .told('bucket', bucket.bucketName);
  }
}

const logicalIdOf = ({ node, stack }: Bucket) => stack.getLogicalId(node.defaultChild as CfnBucket);
