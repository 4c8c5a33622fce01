import { MILLION, meter } from './meter.ts';
import type { PriceSheetInput } from './sheet.ts';

const azure = { vendor: 'Microsoft', currency: 'USD' } as const;
const NO_EGRESS = ['Internet egress'];

/** Container Apps outside East US 2 differ in price, not in rules: never one Azure price. */
const containerApps = (
  region: string,
  active: string,
  idle: string,
  memory: string,
  requests: string,
  source: 'azureRetail' | 'survey',
): PriceSheetInput => ({
  ...azure,
  id: 'azure_container_apps',
  name: 'Azure Container Apps',
  kind: 'container',
  region,
  unsourced: NO_EGRESS,
  meters: {
    vcpu: meter('Container Apps vCPU, active', 'vCPU-seconds', active, 'azureRetail', { free: 180_000 }),
    vcpu_idle: meter('Container Apps vCPU, idle', 'vCPU-seconds', idle, source),
    memory: meter('Container Apps memory', 'GiB-seconds', memory, source, { free: 360_000 }),
    memory_idle: meter('Container Apps memory, idle', 'GiB-seconds', memory, source),
    requests: meter('Container Apps requests', 'requests', requests, 'azureRetail', {
      ...MILLION,
      free: 2_000_000,
    }),
  },
});

export const AZURE_SHEETS: readonly PriceSheetInput[] = [
  {
    ...azure,
    id: 'azure_functions_consumption',
    name: 'Azure Functions Consumption',
    kind: 'function',
    region: 'East US',
    status: {
      state: 'open',
      words:
        'A legacy plan: Microsoft lists it as retired on Linux, where it shuts down on 2028-09-30. Flex Consumption follows it.',
      source: 'survey',
    },
    unsourced: [...NO_EGRESS, 'The storage account that every function app needs'],
    meters: {
      duration: meter('Execution time', 'GB-seconds', '0.000016', 'infracost', { free: 400_000 }),
      requests: meter('Executions', 'executions', '0.20', 'infracost', { ...MILLION, free: 1_000_000 }),
    },
  },
  {
    ...azure,
    id: 'azure_functions_flex',
    name: 'Azure Functions Flex Consumption',
    kind: 'function',
    region: 'East US 2',
    unsourced: [...NO_EGRESS, 'The storage account that every function app needs'],
    notes: ['Free executions: 250,000 by the price API; one article says a million.'],
    meters: {
      duration: meter('On-demand execution', 'GB-seconds', '0.000026', 'azureRetail', { free: 100_000 }),
      requests: meter('On-demand executions', 'executions', '0.40', 'azureRetail', {
        ...MILLION,
        free: 250_000,
      }),
      provisioned: meter('Always-ready baseline', 'GB-seconds', '0.000004', 'azureRetail'),
      duration_on: meter('Always-ready execution', 'GB-seconds', '0.000016', 'azureRetail'),
      requests_on: meter('Always-ready executions', 'executions', '0.40', 'azureRetail', MILLION),
    },
  },
  {
    ...azure,
    id: 'azure_functions_premium',
    name: 'Azure Functions Premium',
    kind: 'function',
    region: 'East US',
    unsourced: [...NO_EGRESS, 'The storage account that every function app needs'],
    notes: ['At least one instance is always billed.'],
    meters: {
      vcpu: meter('Premium vCPU', 'vCPU-hours', '0.173', 'infracost'),
      memory: meter('Premium memory', 'GB-hours', '0.0123', 'infracost'),
    },
  },
  containerApps('East US 2', '0.000024', '0.000003', '0.000003', '0.40', 'survey'),
  containerApps('West Europe', '0.000034', '0.000004', '0.000004', '0.56', 'azureRetail'),
  containerApps('Canada Central', '0.000034', '0.000004', '0.000004', '0.40', 'azureRetail'),
  containerApps('West US 2', '0.000034', '0.000004', '0.000004', '0.40', 'azureRetail'),
  {
    ...azure,
    id: 'azure_aci',
    name: 'Azure Container Instances',
    kind: 'container',
    region: 'East US',
    unsourced: [...NO_EGRESS, 'Load balancer'],
    meters: {
      vcpu: meter('Container Instances vCPU', 'vCPU-seconds', '0.0000135', 'aci'),
      memory: meter('Container Instances memory', 'GB-seconds', '0.0000015', 'aci'),
    },
  },
  {
    ...azure,
    id: 'azure_aks',
    name: 'Azure AKS',
    kind: 'container',
    region: 'East US',
    unsourced: [...NO_EGRESS, 'Load balancer', 'Nodes other than Standard_D2_v2'],
    meters: {
      cluster: meter('AKS Standard control plane (uptime SLA)', 'hours', '0.10', 'infracost'),
      cluster_free: meter('AKS Free control plane', 'hours', '0', 'infracost'),
      Standard_D2_v2: meter('Standard_D2_v2 node', 'hours', '0.146', 'infracost'),
    },
  },
];
